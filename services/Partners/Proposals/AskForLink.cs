using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Partners.Proposals;

/// <param name="OrganisationId">The organisation in the directory for which one would propose.</param>
/// <param name="Language">The language of the mail and of the form.</param>
public sealed record AskForLinkRequest([property: Required] Guid? OrganisationId, [property: Required, StringLength(35)] string Language);

/// <summary>What everyone is told who asks.</summary>
/// <param name="WorksForDays">How long a link works.</param>
public sealed record AskForLinkResponse(int WorksForDays);

/// <summary>
/// Someone asks for the link with which their organisation proposes. The answer, and the work done before it, is the same for one that is in no
/// directory, has no contact or was just sent a link: whether a mail goes out is decided afterwards, and it goes to nobody but the listed contact.
/// </summary>
internal static class AskForLink
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapPost("/links", Handle)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .WithName(nameof(AskForLink))
        .WithSummary("Ask for an organisation's link; the answer is always the same, and a mail goes to its listed contact");

    internal static async Task<Accepted<AskForLinkResponse>> Handle(
        AskForLinkRequest request, PartnersDb db, CurrentSpace space, JobScheduler jobs, TimeProvider clock, CancellationToken ct)
    {
        jobs.Schedule(new InviteContactJob.Payload(space.Id, request.OrganisationId!.Value, request.Language), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted((string?)null, new AskForLinkResponse((int)Invitation.WorksFor.TotalDays));
    }
}
