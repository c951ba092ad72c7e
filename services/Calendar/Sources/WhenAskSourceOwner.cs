using System.Globalization;
using Kivenkolo.Calendar.Commands;
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
        var opening = Opening.Find(language)!.Value;
        return letterhead.Mail(DerivedId.OfSourceQuestion(due.SourceId, due.Question), space, to, $"{Subject[opening.Language]}: {organisation.In(opening.Language)}",
        [
            new(opening.Language, string.Format(CultureInfo.InvariantCulture, opening.Text, organisation.In(opening.Language), space.Name.In(opening.Language), address),
                $"{PublicAddress.Of(configuration)}/{opening.Language}/{space.Slug}/calendar-check?token={token}"),
            new(opening.Language, Closing[opening.Language]!, null),
        ]);
    }

    private static readonly LocalizedText Subject = Text(
        "Onko kalenterinne yhä oikein?", "Ovatko tiedot oikein?", "Stämmer er kalender fortfarande?", "Is your calendar still right?",
        "هل ما زال تقويمكم صحيحًا؟");

    // {0} is the organisation, {1} the space, {2} the calendar's address.
    private static readonly LocalizedText Opening = Text(
        "Hei!\n\n{1} näyttää viikko-ohjelmassaan tapahtumia kalenteristanne.\nJärjestö: {0}\nKalenteri: {2}\n\nOvatko kalenterin tiedot yhä oikein? Jos ovat, vahvista se tästä:",
        "Hei!\n\nNäytämme tapahtumia teidän kalenteristanne.\nTalo: {1}\nJärjestö: {0}\nKalenteri: {2}\n\nOvatko tiedot oikein? Jos ovat, avaa tämä linkki:",
        "Hej!\n\n{1} visar evenemang från er kalender i sitt veckoprogram.\nOrganisation: {0}\nKalender: {2}\n\nStämmer uppgifterna i kalendern fortfarande? Bekräfta det i så fall här:",
        "Hello!\n\n{1} shows events from your calendar in its weekly programme.\nOrganisation: {0}\nCalendar: {2}\n\nIs what the calendar says still right? If so, confirm it here:",
        "مرحبًا!\n\nيعرض {1} في برنامجه الأسبوعي فعاليات من تقويمكم.\nالجهة: {0}\nالتقويم: {2}\n\nهل ما زالت معلومات التقويم صحيحة؟ يمكن تأكيد ذلك هنا:");

    private static readonly LocalizedText Closing = Text(
        "Jos tiedot eivät ole oikein, korjatkaa ne omaan kalenteriinne. Muutos näkyy ohjelmassa tunnin kuluessa.",
        "Jos tiedot ovat väärin, korjatkaa oma kalenterinne. Muutos näkyy tunnin kuluessa.",
        "Om uppgifterna inte stämmer, rätta dem i er egen kalender. Ändringen syns i programmet inom en timme.",
        "If something is wrong, correct it in your own calendar. The change shows in the programme within an hour.",
        "إذا كان هناك خطأ، يرجى تصحيحه في تقويمكم. يظهر التغيير في البرنامج خلال ساعة.");

    private static LocalizedText Text(string fi, string plainFinnish, string sv, string en, string ar) =>
        new([new("fi", fi), new("fi-simple", plainFinnish), new("sv", sv), new("en", en), new("ar", ar)]);
}
