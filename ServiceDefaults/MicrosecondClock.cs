namespace Kivenkolo.ServiceDefaults;

/// <summary>
/// The system's clock, in the microseconds that PostgreSQL keeps of an instant: what is told in a message and what is read back from the row
/// are then the same instant.
/// </summary>
public sealed class MicrosecondClock : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var now = System.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
