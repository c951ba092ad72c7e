using Kivenkolo.Partners.Commands;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Messaging;
using MassTransit;

namespace Kivenkolo.Partners.Proposals;

/// <summary>Invites organisations by mail, whoever wanted it.</summary>
internal sealed class Inviting(PartnersDb db, CurrentSpace space, IPublishEndpoint events, IDelayedPublisher later, TimeProvider clock)
{
    /// <summary>Keeps an invitation whose mail goes out, and is forgotten when its links no longer work; the caller saves.</summary>
    public async Task<Invitation> Invite(Guid organisationId, string email, string wantedLanguage, CancellationToken ct)
    {
        var language = space.PromisedLanguages.Concat(space.OfferedLanguages).FirstOrDefault(tag => tag.Equals(wantedLanguage, StringComparison.OrdinalIgnoreCase)) ?? "fi";
        var now = clock.GetUtcNow();
        var invitation = new Invitation
        {
            SpaceId = space.Id, Id = Guid.CreateVersion7(now), OrganisationId = organisationId, Email = email, Language = language,
            InvitedAt = now, ExpiresAt = now + Invitation.WorksFor,
        };
        db.Invitations.Add(invitation);
        await events.Publish(new SendInvitation { SpaceId = space.Id, InvitationId = invitation.Id, Attempts = 0 }, ct);
        await later.Publish(new ForgetInvitation { SpaceId = space.Id, InvitationId = invitation.Id }, invitation.ExpiresAt, ct);
        return invitation;
    }
}
