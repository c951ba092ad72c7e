using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Places;

/// <summary>A room, a yard, a meeting point: where activities take place.</summary>
public sealed class Place : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required LocalizedText Name { get; set; }

    /// <summary>When it was given that name; null when that was before this was kept.</summary>
    public DateTimeOffset? NamedAt { get; set; }

    /// <summary>Whether several activities fit in at once, as in a yard or at a meeting point; else one at a time.</summary>
    public bool IsShared { get; set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }
}
