namespace Kivenkolo.Platform.Scheduling;

/// <summary>
/// What a job is to be done with, kept as JSON until it is due. It names things by their ids and holds no personal data; with the kind's name it is
/// pinned by a golden file, since a job may be scheduled by one release and run by the next. One that is <c>IOfSpace</c> runs within its space.
/// </summary>
public interface IJobPayload
{
    /// <summary>The kind's name in the table: lower case, at most 60 characters, never reused for another thing.</summary>
    static abstract string Kind { get; }

    /// <summary>Which job of its kind it is: scheduled again under the same key, the job is moved and not doubled.</summary>
    string Key { get; }
}

/// <summary>Work that a service does for itself later, once in the database: what it changes and the removal of the job are one transaction.</summary>
public interface IJob<in TPayload> where TPayload : class, IJobPayload
{
    /// <summary>Does the work in the transaction that is open on the scope's context; saved by the runner. Calls nobody outside the database.</summary>
    Task Run(TPayload payload, CancellationToken ct);
}

/// <summary>Work that a service does for itself again and again, such as deleting what is older than its retention.</summary>
public interface IRecurringJob
{
    /// <summary>The kind's name in the table.</summary>
    static abstract string Kind { get; }

    /// <inheritdoc cref="IJob{TPayload}.Run"/>
    Task Run(CancellationToken ct);
}
