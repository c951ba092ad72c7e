using Kivenkolo.Platform.Delivery;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Kivenkolo.Ledger;

public sealed record MailRequest(Guid[] Ids);

/// <summary>Sends a mail for a command and keeps that as its effect; told so, it sends one within its transaction, as none may.</summary>
internal sealed class MailDelivery(LedgerDb db, ITransport<MimeMessage, SendOutcome> transport, IConfiguration configuration, TimeProvider clock)
    : IDelivery<MailDelivery.Payload, MimeMessage, SendOutcome>
{
    public sealed record Payload(Guid CommandId) : IDeliveryPayload
    {
        public static string Kind => "mail";

        string IDeliveryPayload.Key => $"{CommandId}";
    }

    public async Task<MimeMessage?> Prepare(Payload payload, DeliveryAttempt attempt, CancellationToken ct)
    {
        if (configuration.GetValue("Ledger:FailsToPrepare", false)) throw new InvalidOperationException("This mail cannot be written.");
        if (configuration["Ledger:Without"] != "send without transaction") return Write(payload);
        await db.Database.ExecuteSqlAsync($"UPDATE effects SET kind = kind", ct);
        using var mail = Write(payload);
        await transport.Send(mail, ct);
        return null;
    }

    public Task<Settlement> Settle(Payload payload, DeliveryAttempt attempt, SendOutcome answer, CancellationToken ct)
    {
        if (answer == SendOutcome.Unavailable) return Task.FromResult(Settlement.Again(clock.GetUtcNow().AddMinutes(1)));
        db.Effects.Add(new Effect { CommandId = payload.CommandId, Kind = answer.ToString(), At = clock.GetUtcNow() });
        return Task.FromResult(answer == SendOutcome.Sent ? Settlement.Delivered : Settlement.GivenUp);
    }

    private static MimeMessage Write(Payload payload)
    {
        var mail = new MimeMessage { MessageId = $"{payload.CommandId:N}@ledger.example", Subject = "Ledger", Body = new TextPart { Text = "A mail.\n" } };
        mail.From.Add(new MailboxAddress("", "ledger@example.org"));
        mail.To.Add(new MailboxAddress("", $"{payload.CommandId:N}@example.org"));
        return mail;
    }
}
