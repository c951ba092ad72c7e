using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Places;

/// <summary>A thing that activities need and that is in one place at a time: a projector, a sewing machine.</summary>
public sealed class Equipment : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required LocalizedText Name { get; set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }
}
