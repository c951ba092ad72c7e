using Kivenkolo.Calendar.Commands;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Npgsql;

namespace Kivenkolo.Calendar.Sources;

/// <summary>
/// Once a month asks whoever looks after a partner's calendar whether it is still right, by a mail with a link; one click there says yes. A mail
/// that cannot be sent is tried again for a day, and then the next one comes in its month.
/// </summary>
internal sealed class WhenAskSourceOwner(
    CalendarDb db, CurrentSpace space, NpgsqlDataSource database, Smtp smtp, Letterhead letterhead, IDelayedPublisher later, IConfiguration configuration,
    TimeProvider time) : IConsumer<AskSourceOwner>
{
    public async Task Consume(ConsumeContext<AskSourceOwner> context)
    {
        var (due, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(due.SpaceId, ct);
        var asked = await (
            from one in db.Sources.AsNoTracking()
            where one.Id == due.SourceId && one.Question == due.Question && one.Contact != null
            join organisation in db.Organisations on one.OrganisationId equals organisation.OrganisationId
            select new { one.Contact, one.Language, one.Address, organisation.Name }).SingleOrDefaultAsync(ct);
        if (asked is null) return;

        var (token, hash) = LinkToken.New();
        await LinkToken.Keep(
            database, "INSERT INTO source_questions (token_hash, space_id, source_id, expires_at) VALUES ($1, $2, $3, $4)",
            [hash, due.SpaceId, due.SourceId, time.GetUtcNow() + SourceQuestion.WorksFor], ct);
        using var mail = Write(due, token, asked.Contact!, asked.Language, asked.Address, asked.Name);
        var outcome = await smtp.Send(mail, ct);
        var now = time.GetUtcNow();
        if (outcome == SendOutcome.Unavailable && Backoff.Next(due.Attempts + 1, due.DueAt, now) is { } again)
        {
            await later.Publish(due with { Attempts = due.Attempts + 1 }, again, ct);
            return;
        }
        await db.BeginChange(due.SourceId, ct);
        if (await db.Sources.SingleOrDefaultAsync(s => s.Id == due.SourceId && s.Question == due.Question, ct) is not { } source) return;
        var next = source.Asked(now);
        await later.Publish(due with { Question = source.Question, Attempts = 0, DueAt = next }, next, ct);
        await db.SourceQuestions.Where(q => q.ExpiresAt <= now).ExecuteDeleteAsync(ct);
    }

    private MimeMessage Write(AskSourceOwner due, string token, string to, string language, string address, LocalizedText organisation)
    {
        var texts = ResidentTexts.For(language);
        return letterhead.Mail(DerivedId.OfSourceQuestion(due.SourceId, due.Question), space, to, $"{texts.Question.Subject}: {organisation.In(texts.Language)}",
        [
            new(texts.Language, texts.Question.Opening(organisation.In(texts.Language), space.Name.In(texts.Language), address),
                $"{PublicAddress.Of(configuration)}/{texts.Language}/{space.Slug}/calendar-check?token={token}"),
            new(texts.Language, texts.Question.Closing, null),
        ]);
    }
}
