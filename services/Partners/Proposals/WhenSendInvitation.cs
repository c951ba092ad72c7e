using System.Globalization;
using Kivenkolo.Contracts;
using Kivenkolo.Partners.Commands;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Partners.Proposals;

/// <summary>Sends the mail of an invitation, with a link of its own for each attempt, and forgets the address.</summary>
internal sealed class WhenSendInvitation(
    PartnersDb db, CurrentSpace space, NpgsqlDataSource database, Smtp smtp, Letterhead letterhead, IDelayedPublisher later, IConfiguration configuration,
    PartnersTelemetry telemetry, TimeProvider clock) : IConsumer<SendInvitation>
{
    public async Task Consume(ConsumeContext<SendInvitation> context)
    {
        var (due, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(due.SpaceId, ct);
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Id == due.InvitationId, ct) is not { Email: { } email } invitation) return;
        var organisation = await db.Organisations.Where(o => o.Id == invitation.OrganisationId).Select(o => o.Name).SingleAsync(ct);

        var (token, hash) = LinkToken.New();
        await LinkToken.Keep(
            database, "INSERT INTO invitation_links (token_hash, space_id, invitation_id) VALUES ($1, $2, $3)", [hash, due.SpaceId, due.InvitationId], ct);
        var opening = Opening.Find(invitation.Language)!.Value;
        using var mail = letterhead.Mail(invitation.Id, space, email, $"{Subject[opening.Language]}: {space.Name.In(opening.Language)}",
        [
            new(opening.Language, string.Format(CultureInfo.InvariantCulture, opening.Text, organisation.In(opening.Language), space.Name.In(opening.Language)),
                $"{PublicAddress.Of(configuration)}/{invitation.Language}/{space.Slug}/propose?token={token}"),
            new(opening.Language, Closing[opening.Language]!, null),
        ]);
        var outcome = await smtp.Send(mail, ct);
        telemetry.Tried(outcome);
        if (outcome == SendOutcome.Unavailable && Backoff.Next(due.Attempts + 1, invitation.InvitedAt, clock.GetUtcNow()) is { } again)
            await later.Publish(due with { Attempts = due.Attempts + 1 }, again, ct);
        else invitation.Email = null;
    }

    private static readonly LocalizedText Subject = Text("Ehdottakaa toimintaa", "Mitä haluatte järjestää?", "Föreslå verksamhet", "Propose an activity", "اقتراح نشاط");

    // {0} is the organisation, {1} the space.
    private static readonly LocalizedText Opening = Text(
        "Hei!\n\n{1} kutsuu teitä ehdottamaan toimintaa ohjelmaansa.\nJärjestö: {0}\n\nTunnusta ei tarvita. Avatkaa lomake tästä:",
        "Hei!\n\nVoitte ehdottaa meille toimintaa.\nTalo: {1}\nJärjestö: {0}\n\nAvatkaa tämä linkki:",
        "Hej!\n\n{1} inbjuder er att föreslå verksamhet i programmet.\nOrganisation: {0}\n\nNi behöver inget konto. Öppna formuläret här:",
        "Hello!\n\n{1} invites you to propose activities for its programme.\nOrganisation: {0}\n\nNo account is needed. Open the form here:",
        "مرحبًا!\n\nيدعوكم {1} إلى اقتراح أنشطة لبرنامجه.\nالجهة: {0}\n\nلا حاجة إلى حساب. النموذج هنا:");

    private static readonly LocalizedText Closing = Text(
        "Linkki on voimassa 14 päivää. Jokainen, jolla on linkki, voi tehdä ehdotuksia järjestönne nimissä.",
        "Linkki toimii kaksi viikkoa.\nÄlkää antako linkkiä muille.",
        "Länken gäller i 14 dagar. Alla som har länken kan lämna förslag i er organisations namn.",
        "The link works for 14 days. Everyone who has it can propose in your organisation's name.",
        "الرابط صالح لمدة 14 يومًا. كل من لديه الرابط يمكنه تقديم مقترحات باسم جهتكم.");

    private static LocalizedText Text(string fi, string plainFinnish, string sv, string en, string ar) =>
        new([new("fi", fi), new("fi-simple", plainFinnish), new("sv", sv), new("en", en), new("ar", ar)]);
}

/// <summary>Removes an invitation whose links no longer work, with all that was kept of it.</summary>
internal sealed class WhenForgetInvitation(PartnersDb db) : IConsumer<ForgetInvitation>
{
    public async Task Consume(ConsumeContext<ForgetInvitation> context)
    {
        await db.EnterSpace(context.Message.SpaceId, context.CancellationToken);
        await db.Invitations.Where(i => i.Id == context.Message.InvitationId).ExecuteDeleteAsync(context.CancellationToken);
    }
}
