using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Calendar's own copy of an organisation's public name, as Partners last told it.</summary>
public sealed class Organisation : IOfSpace
{
    public required Guid SpaceId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required LocalizedText Name { get; set; }

    /// <summary>Partners' counter of the organisation's changes.</summary>
    public required long Version { get; set; }
}
