using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Places;

/// <summary>
/// That a place or a piece of equipment is taken for an occurrence. The database keeps two of different activities that are not pending from
/// overlapping, by an exclusion constraint; an activity is not in its own way.
/// </summary>
public sealed class Booking : IOfSpace
{
    public required Guid SpaceId { get; init; }

    /// <summary>What it is taken for.</summary>
    public required Guid OccurrenceId { get; init; }

    /// <summary>The place or the piece of equipment.</summary>
    public required Guid ResourceId { get; init; }

    /// <summary>The activity of that occurrence.</summary>
    public required Guid ActivityId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Start { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset End { get; set; }

    /// <summary>It came into reach, or from a partner, when it was taken already: in nobody's way until that is free, or people settle it.</summary>
    public required bool IsPending { get; set; }
}
