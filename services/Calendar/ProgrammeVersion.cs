using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar;

/// <summary>
/// How many times the programme of a space has changed in any way. The database counts, by triggers on every table that the programme is
/// read from, at the end of the transaction: no way of writing can forget it, and no two changes wait for each other the wrong way round.
/// </summary>
public sealed class ProgrammeVersion : IOfSpace
{
    public required Guid SpaceId { get; init; }

    public required long Version { get; init; }
}
