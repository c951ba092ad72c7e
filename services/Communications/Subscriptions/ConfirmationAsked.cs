using Kivenkolo.Communications.Mail;
using Kivenkolo.Messaging;
using Kivenkolo.Messaging.Mail;
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
        var dayAgo = asked.AskedAt.AddDays(-1);
        var others = await db.Confirmations.Where(c => c.SubscriptionId == asked.SubscriptionId && c.RequestId != asked.RequestId && c.AskedAt > dayAgo)
            .Select(c => c.RequestId).Distinct().CountAsync(ct);
        if (others >= MostADay) return;

        var (token, hash) = Tokens.New();
        await Keep(hash, asked, ct);
        using var mail = letters.OfConfirmation(asked.RequestId, token, email, asked.Language, asked.Topics, space);
        var outcome = await smtp.Send(mail, ct);
        meters.Tried("confirmation", outcome);
        if (outcome == SendOutcome.Unavailable && Backoff.Next(asked.Attempts + 1, asked.AskedAt, clock.GetUtcNow()) is { } again)
            await later.Publish(asked with { Attempts = asked.Attempts + 1 }, again, ct);
    }

    /// <summary>
    /// Keeps the hash in a transaction of its own, before the mail goes out: if the process ends between the two, the link that was mailed
    /// works all the same.
    /// </summary>
    private async Task Keep(byte[] hash, ConfirmationAsked asked, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "INSERT INTO confirmations (token_hash, space_id, subscription_id, request_id, language, topics, asked_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        object[] values =
        [
            hash, asked.SpaceId, asked.SubscriptionId, asked.RequestId, asked.Language, asked.Topics.Select(topic => topic.ToString()).ToArray(),
            asked.AskedAt.ToUniversalTime(), asked.AskedAt.ToUniversalTime() + Subscription.ConfirmWithin,
        ];
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(ct);
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
