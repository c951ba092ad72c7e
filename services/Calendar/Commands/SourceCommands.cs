namespace Kivenkolo.Calendar.Commands;

/// <summary>Calendar to itself: pull a source.</summary>
public sealed record PullSource
{
    public required Guid SpaceId { get; init; }

    public required Guid SourceId { get; init; }

    /// <summary>The number of the pull, from 1.</summary>
    public required long Round { get; init; }
}

/// <summary>Calendar to itself: ask whoever looks after a source whether it is still right. Names no address.</summary>
public sealed record AskSourceOwner
{
    public required Guid SpaceId { get; init; }

    public required Guid SourceId { get; init; }

    /// <summary>The number of the question, from 1.</summary>
    public required long Question { get; init; }

    /// <summary>How often the mail was tried before.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the question was due, UTC.</summary>
    public required DateTimeOffset DueAt { get; init; }
}
