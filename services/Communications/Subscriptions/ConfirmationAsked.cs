using Kivenkolo.Communications.Mail;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>To oneself: someone asked for messages, and the address is to be asked whether that is so. Names no address.</summary>
public sealed record ConfirmationAsked
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The subscription, which has the address.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>This request.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The language asked for.</summary>
    public required string Language { get; init; }

    /// <summary>What was asked for.</summary>
    public required Topic[] Topics { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>How often the mail was tried before.</summary>
    public required int Attempts { get; init; }
}

/// <summary>
/// Sends the mail that asks for a confirmation, with a token of its own for each attempt. At most three requests a day for one address are
/// answered, so that nobody can fill another's mailbox.
/// </summary>
public sealed class WhenConfirmationAsked(
    CommunicationsDb db, CurrentSpace space, NpgsqlDataSource source, Smtp smtp, Letters letters, IDelayedPublisher later, Meters meters, TimeProvider clock)
    : IConsumer<ConfirmationAsked>
{
    private const int MostADay = 3;

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<ConfirmationAsked> context)
    {
        var ct = context.CancellationToken;
        var asked = context.Message;
        await db.EnterSpace(asked.SpaceId, ct);
        var email = await db.Subscriptions.Where(s => s.Id == asked.SubscriptionId).Select(s => s.Email).SingleOrDefaultAsync(ct);
        if (email is null) return;
        var (token, hash) = LinkToken.New();
        if (!await Keep(hash, asked, ct)) return;
        using var mail = letters.OfConfirmation(asked.RequestId, token, email, asked.Language, asked.Topics, space);
        var outcome = await smtp.Send(mail, ct);
        meters.Tried("confirmation", outcome);
        if (outcome == SendOutcome.Unavailable && Backoff.Next(asked.Attempts + 1, asked.AskedAt, clock.GetUtcNow()) is { } again)
            await later.Publish(asked with { Attempts = asked.Attempts + 1 }, again, ct);
    }

    /// <summary>
    /// Keeps the hash in a transaction of its own, before the mail goes out: if the process ends between the two, the link that was mailed
    /// works all the same. False when as many were asked for today as are answered: requests for one address are counted one after the other,
    /// or those that come at once would each find the others not there yet.
    /// </summary>
    private async Task<bool> Keep(byte[] hash, ConfirmationAsked asked, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        Add("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", asked.SubscriptionId.ToString());
        Add(
            """
            INSERT INTO confirmations (token_hash, space_id, subscription_id, request_id, language, topics, asked_at, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8
            WHERE (SELECT count(DISTINCT request_id) FROM confirmations WHERE subscription_id = $3 AND request_id <> $4 AND asked_at > $9) < $10
            """,
            hash, asked.SpaceId, asked.SubscriptionId, asked.RequestId, asked.Language, asked.Topics.Select(topic => topic.ToString()).ToArray(),
            asked.AskedAt.ToUniversalTime(), asked.AskedAt.ToUniversalTime() + Subscription.ConfirmWithin, asked.AskedAt.ToUniversalTime().AddDays(-1), MostADay);
        return await batch.ExecuteNonQueryAsync(ct) == 1;

        void Add(string sql, params object[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }
    }
}

/// <summary>To oneself: the time to confirm is over.</summary>
public sealed record ConfirmationExpired
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The subscription.</summary>
    public required Guid SubscriptionId { get; init; }
}

/// <summary>Removes links that have expired, and the address with them when nobody has confirmed it.</summary>
public sealed class WhenConfirmationExpired(CommunicationsDb db, TimeProvider clock) : IConsumer<ConfirmationExpired>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<ConfirmationExpired> context)
    {
        var ct = context.CancellationToken;
        var (now, id) = (clock.GetUtcNow(), context.Message.SubscriptionId);
        await db.EnterSpace(context.Message.SpaceId, ct);
        await db.Confirmations.Where(c => c.SubscriptionId == id && c.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        var askedSince = now - Subscription.ConfirmWithin;
        await db.Subscriptions
            .Where(s => s.Id == id && s.ConfirmedAt == null && s.AskedAt <= askedSince && !db.Confirmations.Any(c => c.SubscriptionId == s.Id))
            .ExecuteDeleteAsync(ct);
    }
}
