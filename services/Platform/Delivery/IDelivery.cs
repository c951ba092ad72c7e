namespace Kivenkolo.Platform.Delivery;

/// <summary>
/// What is to be delivered, kept as JSON: ids alone, no address and no text, which are read when it goes out. With the kind's name it is pinned by a
/// golden file. One that is <c>IOfSpace</c> is prepared and settled within its space.
/// </summary>
public interface IDeliveryPayload
{
    /// <summary>The kind's name in the table: lower case, at most 60 characters, never reused for another thing.</summary>
    static abstract string Kind { get; }

    /// <summary>The idempotency key within its kind: queued again under the same key, it is one delivery, begun afresh.</summary>
    string Key { get; }
}

/// <summary>Which attempt of a delivery this is.</summary>
/// <param name="Number">From 1.</param>
/// <param name="FirstDueAt">When the delivery was first due, UTC.</param>
public readonly record struct DeliveryAttempt(int Number, DateTimeOffset FirstDueAt);

/// <summary>An effect outside the database: prepared in one transaction, sent by its transport without any, settled in another.</summary>
/// <typeparam name="TPayload">What is kept of it.</typeparam>
/// <typeparam name="TMessage">What the transport takes.</typeparam>
/// <typeparam name="TAnswer">What the transport says of it.</typeparam>
public interface IDelivery<TPayload, TMessage, TAnswer> where TPayload : class, IDeliveryPayload where TMessage : class
{
    /// <summary>
    /// Looks at things as they are now and makes the message; null when there is nothing to deliver any more. What it writes is committed before
    /// anything is sent.
    /// </summary>
    Task<TMessage?> Prepare(TPayload payload, DeliveryAttempt attempt, CancellationToken ct);

    /// <summary>Keeps what came of the attempt; what it writes and what it says are one transaction. Not called again once it was committed.</summary>
    Task<Settlement> Settle(TPayload payload, DeliveryAttempt attempt, TAnswer answer, CancellationToken ct);
}

/// <summary>
/// Speaks with the outside. It has no database: a call of it holds no row and no transaction. It keeps its own deadline, less than a minute, and
/// says what failed rather than throw.
/// </summary>
public interface ITransport<in TMessage, TAnswer> where TMessage : class
{
    /// <summary>Sends one message and returns how that ended.</summary>
    Task<TAnswer> Send(TMessage message, CancellationToken ct);
}

/// <summary>How a delivery goes on after an attempt.</summary>
/// <param name="Outcome">How it ended; null when it is tried again.</param>
/// <param name="Next">When it is tried again, UTC.</param>
public readonly record struct Settlement(DeliveryOutcome? Outcome, DateTimeOffset? Next)
{
    /// <summary>The other side took it.</summary>
    public static Settlement Delivered => new(DeliveryOutcome.Delivered, null);

    /// <summary>It will not be taken, or was tried long enough.</summary>
    public static Settlement GivenUp => new(DeliveryOutcome.GivenUp, null);

    /// <summary>It is tried again then.</summary>
    public static Settlement Again(DateTimeOffset next) => new(null, next);
}

/// <summary>How a delivery ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>The other side took it.</summary>
    Delivered,

    /// <summary>It will not be taken, or was tried long enough.</summary>
    GivenUp,

    /// <summary>When it was due there was nothing to deliver any more.</summary>
    Obsolete,
}
