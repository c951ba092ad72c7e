using Npgsql;

namespace Kivenkolo.Platform.Data;

/// <summary>
/// How many database connections the background work of one process holds at once, whatever the number of its consumers, jobs and deliveries:
/// two fifths of its pool. The rest is left to requests.
/// </summary>
public sealed class ConnectionBudget : IDisposable
{
    private readonly SemaphoreSlim slots;

    /// <summary>Takes its size from the pool's.</summary>
    public ConnectionBudget(NpgsqlDataSource source) : this(Math.Max(1, new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize * 2 / 5)) { }

    internal ConnectionBudget(int connections) => slots = new(connections);

    /// <summary>Waits for one connection's worth; disposed of, it is the next one's.</summary>
    public async Task<IDisposable> Enter(CancellationToken ct)
    {
        await slots.WaitAsync(ct);
        return new Slot(slots);
    }

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
