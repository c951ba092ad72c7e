using System.Threading.Channels;

namespace Kivenkolo.Platform.Data;

/// <summary>Wakes a worker of this process when there is something for it; NOTIFY would make commits wait for each other.</summary>
public class WorkSignal
{
    private readonly Channel<bool> channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something to do.</summary>
    public void Set() => channel.Writer.TryWrite(true);

    /// <summary>Waits for a signal, at most as long as <paramref name="atMost"/>.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try { await channel.Reader.ReadAsync(limit.Token); }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { }
    }
}
