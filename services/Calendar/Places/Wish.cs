using Kivenkolo.Messaging;

namespace Kivenkolo.Calendar.Places;

/// <summary>That a partner would like to have a place for a time. It is in nobody's way; the coordinator answers by planning, or by declining.</summary>
public sealed class Wish : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    /// <summary>The partner that wishes.</summary>
    public required Guid OrganisationId { get; init; }

    public required Guid PlaceId { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Start { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset End { get; set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }
}
