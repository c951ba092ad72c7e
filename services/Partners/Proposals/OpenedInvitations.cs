using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Delivery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

internal static class OpenedInvitations
{
    /// <summary>The invitation whose link has the token, while it works.</summary>
    public static IQueryable<Invitation> Opened(this PartnersDb db, string token, DateTimeOffset now)
    {
        var hash = LinkToken.HashOf(token);
        return db.Invitations.AsNoTracking()
            .Where(i => i.ExpiresAt > now && db.InvitationLinks.Any(link => link.InvitationId == i.Id && link.TokenHash == hash));
    }
}
