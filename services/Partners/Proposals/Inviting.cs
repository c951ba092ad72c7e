using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using MassTransit;

namespace Kivenkolo.Partners.Proposals;

/// <summary>Invites organisations by mail, whoever wanted it.</summary>
internal sealed class Inviting(PartnersDb db, CurrentSpace space, DeliveryScheduler deliveries, TimeProvider clock)
{
    /// <summary>Keeps an invitation whose mail goes out, and is forgotten when its links no longer work; the caller saves.</summary>
    public Invitation Invite(Guid organisationId, string email, string wantedLanguage)
    {
        var language = space.PromisedLanguages.Concat(space.OfferedLanguages)
            .FirstOrDefault(tag => tag.Equals(wantedLanguage, StringComparison.OrdinalIgnoreCase)) ?? "fi";
        var now = clock.GetUtcNow();
        var invitation = new Invitation
        {
            SpaceId = space.Id, Id = Guid.CreateVersion7(now), OrganisationId = organisationId, Email = email, Language = language,
            InvitedAt = now, ExpiresAt = now + Invitation.WorksFor,
        };
        db.Invitations.Add(invitation);
        deliveries.Add(new InvitationMailDelivery.Payload(space.Id, invitation.Id), MailTransport.Target, now);
        return invitation;
    }
}
