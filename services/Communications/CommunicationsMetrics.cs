using System.Diagnostics.Metrics;
using Kivenkolo.Communications.Mail;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Communications;

/// <summary>The service's figures, without anything personal.</summary>
public sealed class CommunicationsMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Kivenkolo.Communications";

    private readonly Counter<long> messages;
    private readonly Counter<long> mails;
    private readonly Histogram<double> cancellationToSent;

    /// <summary>Makes the instruments.</summary>
    public CommunicationsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        messages = meter.CreateCounter<long>("kivenkolo.communications.messages", "{message}", "Messages that came into a state.");
        mails = meter.CreateCounter<long>("kivenkolo.communications.mails", "{mail}", "Attempts to send a mail, by what came of them.");
        cancellationToSent = meter.CreateHistogram<double>("kivenkolo.communications.cancellation_to_sent", "s",
            "From the cancellation of an occurrence to the urgent mail being taken by the mail server.");
    }

    /// <summary>A message came into its present state.</summary>
    public void Came(Message message) => messages.Add(1, new("kind", Word(message.Kind)), new("state", Word(message.State)));

    /// <summary>A mail was tried.</summary>
    public void Tried(string kind, SendOutcome outcome) => mails.Add(1, new("kind", kind), new("outcome", Word(outcome)));

    /// <summary>A mail of this message was tried.</summary>
    public void Tried(Message message, SendOutcome outcome, DateTimeOffset now)
    {
        Tried(Word(message.Kind), outcome);
        if (message.Kind == MessageKind.Urgent && outcome == SendOutcome.Sent) cancellationToSent.Record((now - message.HappenedAt).TotalSeconds);
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
