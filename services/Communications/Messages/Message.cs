using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Communications.Messages;

/// <summary>What a message is for.</summary>
public enum MessageKind
{
    /// <summary>This week's programme.</summary>
    Weekly,

    /// <summary>Something changed that people may already be on their way to.</summary>
    Urgent,
}

/// <summary>How far a message has come.</summary>
public enum MessageState
{
    /// <summary>Being written; seen by staff only.</summary>
    Draft,

    /// <summary>Told to everyone; never changed again.</summary>
    Published,
}

/// <summary>One message to the public, with a variant (a subject and a body) for each language it is written in.</summary>
public sealed class Message : IOfSpace
{
    /// <summary>The most characters of a variant's subject.</summary>
    public const int LongestSubject = 200;

    /// <summary>The most characters of a variant's body.</summary>
    public const int LongestBody = 20_000;

    /// <summary>The message.</summary>
    public required Guid Id { get; init; }

    /// <summary>The space that speaks.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>What it is for.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>The ISO week it tells of; only a weekly message has one.</summary>
    public string? Week { get; init; }

    /// <summary>The occurrence it tells of; only an urgent message has one.</summary>
    public Guid? OccurrenceId { get; init; }

    /// <summary>Whether it tells that the occurrence will not take place.</summary>
    public bool Cancels { get; init; }

    /// <summary>The version of the week or occurrence that the present text was written from.</summary>
    public long SourceVersion { get; private set; }

    /// <summary>The subjects; always in the same languages as <see cref="Body"/>.</summary>
    public LocalizedText Subject { get; private set; } = LocalizedText.Empty;

    /// <summary>The bodies, plain text.</summary>
    public LocalizedText Body { get; private set; } = LocalizedText.Empty;

    /// <summary>How far it has come.</summary>
    public MessageState State { get; private set; } = MessageState.Draft;

    /// <summary>Why it was published although a promised language was missing.</summary>
    public string? ReasonForMissing { get; private set; }

    /// <summary>The promised languages that were missing when it was published.</summary>
    public string[] PublishedWithout { get; private set; } = [];

    /// <summary>When what it tells of happened, as the service that told us says.</summary>
    public required DateTimeOffset HappenedAt { get; init; }

    /// <summary>When it was first drafted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a person last changed a variant; null while it is as the templates wrote it.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>The row's version.</summary>
    public uint Xmin { get; private set; }

    /// <summary>The promised languages that have no variant; once published, those it went without.</summary>
    public string[] Missing(IEnumerable<string> promised) =>
        State == MessageState.Published ? PublishedWithout : [.. promised.Where(language => Subject[language] is null)];

    /// <summary>
    /// Writes the text anew from a later version of what it tells of. What a person has edited or published stays as it is, and what is
    /// older than the text at hand is ignored. Tells whether the text was taken.
    /// </summary>
    public bool Write(WrittenText text, long version)
    {
        if (State == MessageState.Published || EditedAt is not null || version <= SourceVersion) return false;
        (Subject, Body, SourceVersion) = (text.Subject, text.Body, version);
        return true;
    }

    /// <summary>Sets one language's variant; null when it was taken.</summary>
    public Refusal? Edit(string language, string subject, string body, DateTimeOffset now)
    {
        if (State == MessageState.Published) return Refusal.MessageAlreadyPublished;
        (Subject, Body, EditedAt) = (Subject.With(language, subject), Body.With(language, body), now);
        return null;
    }

    /// <summary>
    /// Publishes it, when every promised language is there or someone says why not; null when it is published. Publishing again is
    /// welcome and changes nothing.
    /// </summary>
    public Refusal? Publish(IEnumerable<string> promised, string? reasonForMissing, DateTimeOffset now)
    {
        if (State == MessageState.Published) return null;
        if (Subject.IsEmpty) return Refusal.MessageEmpty;
        var missing = Missing(promised);
        if (missing.Length > 0 && string.IsNullOrWhiteSpace(reasonForMissing)) return Refusal.PromisedLanguageMissing;

        State = MessageState.Published;
        PublishedAt = now;
        PublishedWithout = missing;
        ReasonForMissing = missing.Length > 0 ? reasonForMissing!.Trim() : null;
        return null;
    }
}

/// <summary>A subject and a body in the same languages.</summary>
public sealed record WrittenText(LocalizedText Subject, LocalizedText Body);
