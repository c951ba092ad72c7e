using Kivenkolo.Platform.Kernel;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>The trace of a correction: what an entry said, what it says since, when and in which role it was changed. Nobody's name is kept.</summary>
public sealed class HeadcountCorrection : IOfSpace
{
    public required Guid HeadcountId { get; init; }

    public required Guid SpaceId { get; init; }

    /// <summary>The entry's version that the correction led to, from 2.</summary>
    public required long Version { get; init; }

    public required Tally Before { get; init; }

    public required Tally After { get; init; }

    public required DateTimeOffset CorrectedAt { get; init; }

    /// <summary>In which role; null for the welfare area's operator.</summary>
    public required Role? Role { get; init; }
}
