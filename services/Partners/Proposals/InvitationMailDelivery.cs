using Kivenkolo.Partners.Texts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Kivenkolo.Partners.Proposals;

/// <summary>The mail of an invitation, with a link of its own for each attempt; afterwards the address is forgotten.</summary>
internal sealed class InvitationMailDelivery(
    PartnersDb db, CurrentSpace space, Letterhead letterhead, IConfiguration configuration, PartnersMetrics metrics, TimeProvider clock)
    : IDelivery<InvitationMailDelivery.Payload, MimeMessage, SendOutcome>
{
    public sealed record Payload(Guid SpaceId, Guid InvitationId) : IDeliveryPayload, IOfSpace
    {
        public static string Kind => "invitation-mail";

        string IDeliveryPayload.Key => $"{InvitationId}";
    }

    public async Task<MimeMessage?> Prepare(Payload payload, DeliveryAttempt attempt, CancellationToken ct)
    {
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Id == payload.InvitationId, ct) is not { Email: { } email } invitation) return null;
        var organisation = await db.Organisations.Where(o => o.Id == invitation.OrganisationId).Select(o => o.Name).SingleAsync(ct);

        var (token, hash) = LinkToken.New();
        db.InvitationLinks.Add(new InvitationLink { TokenHash = hash, SpaceId = payload.SpaceId, InvitationId = payload.InvitationId });
        var texts = ResidentTexts.For(invitation.Language);
        return letterhead.Mail(invitation.Id, space, email, $"{texts.Invitation.Subject}: {space.Name.In(texts.Language)}",
        [
            new(texts.Language, texts.Invitation.Opening(organisation.In(texts.Language), space.Name.In(texts.Language)),
                $"{PublicAddress.Of(configuration)}/{invitation.Language}/{space.Slug}/propose?token={token}"),
            new(texts.Language, texts.Invitation.Closing, null),
        ]);
    }

    public async Task<Settlement> Settle(Payload payload, DeliveryAttempt attempt, SendOutcome answer, CancellationToken ct)
    {
        metrics.Tried(answer);
        var settlement = MailRetries.Settle(answer, attempt, clock.GetUtcNow());
        if (settlement.Outcome is null) return settlement;
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Id == payload.InvitationId, ct) is { } invitation) invitation.Email = null;
        return settlement;
    }
}
