using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Participation.Feedback;

/// <summary>The three faces of the form.</summary>
public enum Face
{
    /// <summary>It was good.</summary>
    Good,

    /// <summary>It was all right.</summary>
    Okay,

    /// <summary>It was not good.</summary>
    Bad,
}

/// <summary>Asks those who were there how it was: three faces and one sentence. Opens when the occurrence ends.</summary>
public sealed class FeedbackForm : IOfSpace
{
    /// <summary>How long answers are taken.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromDays(14);

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid OccurrenceId { get; init; }

    public required Guid ActivityId { get; init; }

    /// <summary>The activity's name.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>The day of the occurrence in the space's zone.</summary>
    public required DateOnly HeldOn { get; init; }

    public required DateTimeOffset OpensAt { get; init; }

    public DateTimeOffset ClosesAt => OpensAt + OpenFor;

    public bool IsOpen(DateTimeOffset now) => now >= OpensAt && now < ClosesAt;
}

/// <summary>
/// One answer, of which nothing is kept that could lead to the person: no time but the day, no address, no device, and an id that
/// tells no order.
/// </summary>
public sealed class FeedbackAnswer : IOfSpace
{
    public const int LongestSentence = 500;

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid FormId { get; init; }

    public required Face Face { get; init; }

    public required string? Sentence { get; init; }

    /// <summary>The day in the space's zone.</summary>
    public required DateOnly Day { get; init; }
}
