using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Token">The token of the link in the mail.</param>
public sealed record ReadInvitationRequest([property: Required, StringLength(LinkToken.Longest)] string Token);

/// <summary>Whoever has the link of an invitation sees for whom it proposes. Nothing is changed; the token is in the body, so that no log has it.</summary>
internal static class ReadInvitation
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapPost("/invitation", Handle)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .WithName(nameof(ReadInvitation))
        .WithSummary("For whom the link of an invitation proposes");

    internal static async Task<Results<Ok<InvitationResponse>, LocalizedProblem>> Handle(ReadInvitationRequest request, PartnersDb db, TimeProvider clock,
        CancellationToken ct)
    {
        var opened = await db.Opened(request.Token, clock.GetUtcNow())
            .Join(db.Organisations, i => i.OrganisationId, o => o.Id, (i, o) => new { o.Name, i.ExpiresAt }).SingleOrDefaultAsync(ct);
        return opened is null ? Refusal.LinkUnknown.Result() : TypedResults.Ok(new InvitationResponse(opened.Name, opened.ExpiresAt));
    }
}
