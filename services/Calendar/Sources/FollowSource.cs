using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Outside;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <param name="OrganisationId">Whose calendar it is: an organisation of the space's directory.</param>
/// <param name="Address">Where it is: a public https address.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Language">The language of its texts, as a BCP 47 tag.</param>
/// <param name="Contact">The mail address that is asked once a month whether it is still right; may be left out.</param>
public sealed record FollowSourceRequest(
    [property: Required] Guid? OrganisationId,
    [property: Required, WebAddress] string? Address,
    [property: Required] SourceKind? Kind,
    [property: Required, LanguageTag] string? Language,
    [property: MailAddress] string? Contact = null);

/// <summary>
/// The coordinator has a partner's own calendar followed, or follows it elsewhere; it is pulled at once and then every hour. The id is the
/// caller's: the same again changes nothing.
/// </summary>
internal static class FollowSource
{
    public static void Map(RouteGroupBuilder sources) => sources
        .MapPut("/{sourceId:guid}", Handle)
        .WithName(nameof(FollowSource))
        .WithSummary("Follow a partner's calendar")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    internal static async Task<Results<Ok<SourceResponse>, Created<SourceResponse>, LocalizedProblem>> Handle(
        Guid sourceId, FollowSourceRequest request, CalendarDb db, CurrentSpace space, OutsideTargets targets, DeliveryScheduler deliveries,
        TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        if (!await targets.MayBeEntered(new Uri(request.Address!), ct)) return Refusal.AddressNotAllowed.Result();
        var plan = new SourcePlan(request.OrganisationId!.Value, request.Address!, request.Kind!.Value, request.Language!.ToLowerInvariant(), request.Contact);
        if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == plan.OrganisationId, ct) is not { } organisation)
            return Refusal.OrganisationUnknown.Result();

        await using var change = await db.BeginChange(sourceId, ct);
        var source = await db.Sources.SingleOrDefaultAsync(s => s.Id == sourceId, ct);
        var isNew = source is null;
        if (!Etag.Matches(http.Request, source?.Xmin)) return Refusal.VersionChanged.Result();
        if (source is null)
        {
            await db.BeginChange(space.Id, ct); // of several that are entered at once, each counts those before it
            if (await db.Sources.CountAsync(ct) >= Source.Most) return Refusal.SourceLimitReached.Result();
            db.Sources.Add(source = new Source { Id = sourceId, SpaceId = space.Id });
        }

        var now = clock.GetUtcNow();
        var (pull, ask) = source.Take(plan, now);
        if (pull) deliveries.Add(new CalendarPullDelivery.Payload(space.Id, sourceId), new Uri(source.Address).IdnHost, now);
        if (ask) deliveries.Add(new SourceOwnerMailDelivery.Payload(space.Id, sourceId), MailTransport.Target, now + Source.AskEvery);
        try { await db.SaveChange(change, ct); }
        catch (DbUpdateException e) when (e.Violates(CalendarDb.OneSourcePerId)) { return Refusal.IdTaken.Result(); }

        Etag.Tell(http.Response, source.Xmin);
        var followed = SourceResponse.Of(source, organisation.Name);
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/sources/{sourceId}", followed) : TypedResults.Ok(followed);
    }
}
