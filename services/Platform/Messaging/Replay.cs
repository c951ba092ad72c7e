using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Kivenkolo.Platform.Messaging;

/// <summary>Gives messages that failed for good another try, from the command line.</summary>
public static class Replay
{
    /// <summary><c>--replay &lt;queue&gt;</c>: puts every message of <c>&lt;queue&gt;_error</c> back into the queue, ends.</summary>
    /// <returns>Whether the process is done.</returns>
    public static async Task<bool> ReplayAndExit(this WebApplication app, string[] args)
    {
        var at = Array.IndexOf(args, "--replay");
        if (at < 0) return false;
        if (at + 1 >= args.Length) throw new ArgumentException("--replay wants the name of a queue, such as calendar-on-proposal-accepted.");
        int moved;
        try { moved = await PutBack(app.Services.GetRequiredService<IConnection>(), args[at + 1]); }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            Console.Error.WriteLine($"There is no queue {args[at + 1]}, or nothing of it has ever failed.");
            Environment.ExitCode = 1;
            return true;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{moved} messages put back into {args[at + 1]}"));
        return true;
    }

    private static async Task<int> PutBack(IConnection broker, string queue)
    {
        await using var channel =
            await broker.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var failed = (await channel.QueueDeclarePassiveAsync($"{queue}_error")).MessageCount;
        await channel.QueueDeclarePassiveAsync(queue);
        var moved = 0;
        for (; moved < failed; moved++)
        {
            if (await channel.BasicGetAsync($"{queue}_error", autoAck: false) is not { } message) break;
            var properties = new BasicProperties(message.BasicProperties);
            foreach (var header in properties.Headers?.Keys.Where(name => name.StartsWith("MT-", StringComparison.Ordinal)).ToList() ?? [])
                properties.Headers!.Remove(header);
            // Confirmed before it is taken away: a crash between the two repeats the message, which the inbox makes nothing of.
            await channel.BasicPublishAsync("", queue, mandatory: true, properties, message.Body);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        }
        return moved;
    }
}
