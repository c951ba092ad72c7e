using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <summary>Who sees which proposals: the coordinator all of the space, a partner its own organisation's.</summary>
internal static class SeenProposals
{
    public static IQueryable<Proposal> By(this IQueryable<Proposal> proposals, ClaimsPrincipal caller, CurrentSpace space)
    {
        if (caller.IsStaff(space.Slug, Role.Coordinator)) return proposals;
        var organisation = caller.OrganisationId();
        return proposals.Where(p => p.OrganisationId == organisation);
    }
}
