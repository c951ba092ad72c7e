using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Kivenkolo.Messaging.Tests;

/// <summary>Looks into the broker's queues.</summary>
internal static class Broker
{
    /// <summary>How many messages are ready in the queue; 0 when there is no such queue.</summary>
    public static async Task<int> Waiting(string messaging, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(messaging) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try { return (int)(await channel.QueueDeclarePassiveAsync(queue)).MessageCount; }
        catch (OperationInterruptedException) { return 0; }
    }
}
