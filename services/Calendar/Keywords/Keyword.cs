using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Keywords;

/// <summary>What an activity is about or whom it is for, with the space's own words for it.</summary>
public sealed class Keyword : IOfSpace
{
    public required Guid SpaceId { get; init; }

    /// <summary>As <see cref="KeywordId"/> keeps it.</summary>
    public required string Id { get; init; }

    /// <summary>Empty while an activity uses the keyword and nobody has named it yet.</summary>
    public required LocalizedText Label { get; set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }
}
