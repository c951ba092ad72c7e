using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Kivenkolo.Calendar.Sources;

/// <summary>
/// Once a month asks whoever looks after a partner's calendar whether it is still right, by a mail with a link; one click there says yes. A mail
/// that cannot be sent is tried again for a day, and then the next one comes in its month.
/// </summary>
internal sealed class SourceOwnerMailDelivery(
    CalendarDb db, CurrentSpace space, Letterhead letterhead, DeliveryScheduler deliveries, IConfiguration configuration, TimeProvider time)
    : IDelivery<SourceOwnerMailDelivery.Payload, MimeMessage, SendOutcome>
{
    public sealed record Payload(Guid SpaceId, Guid SourceId) : IDeliveryPayload, IOfSpace
    {
        public static string Kind => "source-owner-mail";

        string IDeliveryPayload.Key => $"{SourceId}";
    }

    public async Task<MimeMessage?> Prepare(Payload payload, DeliveryAttempt attempt, CancellationToken ct)
    {
        var asked = await (
            from one in db.Sources.AsNoTracking()
            where one.Id == payload.SourceId && one.Contact != null
            join organisation in db.Organisations on one.OrganisationId equals organisation.OrganisationId
            select new { one.Contact, one.Question, one.Language, one.Address, organisation.Name }).SingleOrDefaultAsync(ct);
        if (asked is null) return null;

        var (token, hash) = LinkToken.New();
        var expiresAt = time.GetUtcNow() + SourceQuestion.WorksFor;
        db.SourceQuestions.Add(new SourceQuestion { TokenHash = hash, SpaceId = payload.SpaceId, SourceId = payload.SourceId, ExpiresAt = expiresAt });
        return Write(DerivedId.OfSourceQuestion(payload.SourceId, asked.Question), token, asked.Contact!, asked.Language, asked.Address, asked.Name);
    }

    public async Task<Settlement> Settle(Payload payload, DeliveryAttempt attempt, SendOutcome answer, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var settlement = MailRetries.Settle(answer, attempt, now);
        if (settlement.Outcome is null) return settlement;
        await db.BeginChange(payload.SourceId, ct);
        if (await db.Sources.SingleOrDefaultAsync(s => s.Id == payload.SourceId && s.Contact != null, ct) is { } source)
            deliveries.Add(payload, MailTransport.Target, source.Asked(now));
        await db.SourceQuestions.Where(q => q.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        return settlement;
    }

    private MimeMessage Write(Guid id, string token, string to, string language, string address, LocalizedText organisation)
    {
        var texts = ResidentTexts.For(language);
        return letterhead.Mail(id, space, to, $"{texts.Question.Subject}: {organisation.In(texts.Language)}",
        [
            new(texts.Language, texts.Question.Opening(organisation.In(texts.Language), space.Name.In(texts.Language), address),
                $"{PublicAddress.Of(configuration)}/{texts.Language}/{space.Slug}/calendar-check?token={token}"),
            new(texts.Language, texts.Question.Closing, null),
        ]);
    }
}
