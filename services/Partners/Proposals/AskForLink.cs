using System.ComponentModel.DataAnnotations;
using Kivenkolo.Partners.Commands;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="OrganisationId">The organisation in the directory for which one would propose.</param>
/// <param name="Language">The language of the mail and of the form.</param>
public sealed record AskForLinkRequest([property: Required] Guid? OrganisationId, [property: Required, StringLength(35)] string Language);

/// <summary>What everyone is told who asks.</summary>
/// <param name="WorksForDays">How long a link works.</param>
public sealed record AskForLinkReceipt(int WorksForDays);

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

    internal static async Task<Accepted<AskForLinkReceipt>> Handle(
        AskForLinkRequest request, PartnersDb db, CurrentSpace space, IPublishEndpoint events, CancellationToken ct)
    {
        await events.Publish(new LinkAsked { SpaceId = space.Id, OrganisationId = request.OrganisationId!.Value, Language = request.Language }, ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted((string?)null, new AskForLinkReceipt((int)Invitation.WorksFor.TotalDays));
    }
}

/// <summary>Invites the organisation by a mail to its contact, at most once an hour, however often it was asked for.</summary>
internal sealed class WhenLinkAsked(PartnersDb db, Inviting inviting, TimeProvider clock) : IConsumer<LinkAsked>
{
    /// <summary>How long after one link the next is sent, so that nobody fills another's mailbox.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public async Task Consume(ConsumeContext<LinkAsked> context)
    {
        var (asked, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(asked.SpaceId, ct);
        var now = clock.GetUtcNow();
        var earlier = now - Pause;
        var contact = db.Contacts.Where(c => c.OrganisationId == asked.OrganisationId);
        // Of several at once, one gets past this.
        if (await contact.Where(c => c.LinkSentAt == null || c.LinkSentAt <= earlier).ExecuteUpdateAsync(set => set.SetProperty(c => c.LinkSentAt, now), ct) == 0) return;
        await inviting.Invite(asked.OrganisationId, await contact.Select(c => c.Email).SingleAsync(ct), asked.Language, ct);
    }
}
