namespace Kivenkolo.Participation;

/// <summary>
/// Ids for what residents write. They say nothing of when it was written: a version 7 id would tell to the millisecond who stood at the kiosk.
/// </summary>
internal static class RandomId
{
    /// <summary>A new id of random bits (RFC 9562, version 4).</summary>
#pragma warning disable RS0030 // Banned elsewhere, where ids should sort by time: these must not.
    public static Guid New() => Guid.NewGuid();
#pragma warning restore RS0030
}
