using System.Globalization;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Kivenkolo.Messaging;

/// <summary>What a service does from the command line instead of serving.</summary>
public static class Maintenance
{
    /// <summary>
    /// <c>--migrate</c>: makes the database when it is missing, applies the migrations, ends. <c>--replay &lt;queue&gt;</c>: puts every message of
    /// <c>&lt;queue&gt;_error</c> back into the queue, ends. A replica never migrates when it starts.
    /// </summary>
    /// <returns>Whether the process is done.</returns>
    public static async Task<bool> MaintainAndExit<TDb>(this WebApplication app, string[] args) where TDb : ServiceDb
    {
        if (args.Contains("--migrate"))
        {
            await using var scope = app.Services.CreateAsyncScope();
            await Outages.Outlast(async () =>
            {
                await EnsureDatabase(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Configuration);
                await scope.ServiceProvider.GetRequiredService<TDb>().Database.MigrateAsync();
            }, app.Services.GetRequiredService<TimeProvider>());
            return true;
        }
        if (Array.IndexOf(args, "--replay") is var at and >= 0)
        {
            if (at + 1 >= args.Length) throw new ArgumentException("--replay wants the name of a queue, such as calendar-when-proposal-accepted.");
            int moved;
            try { moved = await Replay(app.Services.GetRequiredService<IConnection>(), args[at + 1]); }
            catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                Console.Error.WriteLine($"There is no queue {args[at + 1]}, or nothing of it has ever failed.");
                Environment.ExitCode = 1;
                return true;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{moved} messages put back into {args[at + 1]}"));
            return true;
        }
        return false;
    }

    /// <summary>Makes the database of the connection string when there is none of its name.</summary>
    public static async Task EnsureDatabase(NpgsqlDataSource source, IConfiguration configuration)
    {
        try { await using var connection = await source.OpenConnectionAsync(); }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            var name = new NpgsqlConnectionStringBuilder(source.ConnectionString).Database!;
            var secret = configuration.GetSection("ConnectionStrings").GetChildren().Select(c => c.Value)
                .First(value => value is not null && value.Contains("Database=", StringComparison.OrdinalIgnoreCase)
                    && new NpgsqlConnectionStringBuilder(value).Database == name);
            await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(secret) { Database = "postgres" });
            await using var create = server.CreateCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            try { await create.ExecuteNonQueryAsync(); }
            catch (PostgresException already) when (already.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation) { }
        }
    }

    private static async Task<int> Replay(IConnection broker, string queue)
    {
        await using var channel = await broker.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
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
