using Kivenkolo.Partners.Commands;
using Kivenkolo.Partners.Texts;
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
        var texts = ResidentTexts.For(invitation.Language);
        using var mail = letterhead.Mail(invitation.Id, space, email, $"{texts.Invitation.Subject}: {space.Name.In(texts.Language)}",
        [
            new(texts.Language, texts.Invitation.Opening(organisation.In(texts.Language), space.Name.In(texts.Language)),
                $"{PublicAddress.Of(configuration)}/{invitation.Language}/{space.Slug}/propose?token={token}"),
            new(texts.Language, texts.Invitation.Closing, null),
        ]);
        var outcome = await smtp.Send(mail, ct);
        telemetry.Tried(outcome);
        if (outcome == SendOutcome.Unavailable && Backoff.Next(due.Attempts + 1, invitation.InvitedAt, clock.GetUtcNow()) is { } again)
            await later.Publish(due with { Attempts = due.Attempts + 1 }, again, ct);
        else invitation.Email = null;
    }
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
