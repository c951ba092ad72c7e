namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// Where sign-ups queue before they take a connection to the database: they wait for each other there anyway, and a rush for one evening
/// must not keep the other pages from theirs.
/// </summary>
internal sealed class SignUpDesk : IDisposable
{
    private const int AtOnce = 8;

    private readonly SemaphoreSlim free = new(AtOnce);

    /// <summary>Waits for one's turn, which lasts until what is returned is disposed of.</summary>
    public async Task<IDisposable> Turn(CancellationToken ct)
    {
        await free.WaitAsync(ct);
        return new Leaving(free);
    }

    public void Dispose() => free.Dispose();

    private sealed class Leaving(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
