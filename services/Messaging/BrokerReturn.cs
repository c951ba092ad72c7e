using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Messaging;

/// <summary>
/// MassTransit waits ever longer, up to 30 s, before it tries a lost broker again, and this cannot be set. So the broker's port is looked at
/// once a second while the bus is without it, and when it answers the bus is started anew: what has waited is delivered within seconds.
/// </summary>
internal sealed partial class BrokerReturn(IBusControl bus, IConfiguration configuration, ILogger<BrokerReturn> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var broker = new Uri(configuration.GetConnectionString("messaging")!);
        using var timer = new PeriodicTimer(Look);
        var wasAway = false;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var answers = await Answers(broker, stoppingToken);
                if (answers && wasAway && bus.CheckHealth().Status != BusHealthStatus.Healthy)
                {
                    Returned(log);
                    await Restart(stoppingToken);
                }
                wasAway = !answers || (wasAway && bus.CheckHealth().Status != BusHealthStatus.Healthy);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Restart(CancellationToken stoppingToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(Limit);
            await bus.StopAsync(limit.Token);
            await bus.StartAsync(limit.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested) { NotYet(log, e.GetType().Name); }
    }

    private static async Task<bool> Answers(Uri broker, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Look);
        try
        {
            await socket.ConnectAsync(broker.Host, broker.Port > 0 ? broker.Port : 5672, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested)) { return false; }
    }

    [LoggerMessage(LogLevel.Information, "The broker answers again; the bus is started anew")]
    private static partial void Returned(ILogger log);

    [LoggerMessage(LogLevel.Warning, "The bus could not be started anew yet ({Reason})")]
    private static partial void NotYet(ILogger log, string reason);
}
