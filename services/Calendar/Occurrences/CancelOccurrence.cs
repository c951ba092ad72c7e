using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Messaging;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Occurrences;

/// <param name="Reason">Why, as told to the public; may be left out.</param>
public sealed record CancelOccurrenceRequest([property: LocalizedOptional(500)] LocalizedText? Reason = null);

/// <summary>
/// Staff cancel one occurrence; it stays in the programme as cancelled and those who asked for urgent news are told at once. Once only,
/// however many ask at the same time: the first reason stands, everyone gets the same answer.
/// </summary>
internal static class CancelOccurrence
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapPost("/{occurrenceId:guid}/cancellation", Handle)
        .WithName(nameof(CancelOccurrence))
        .WithSummary("Cancel an occurrence")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor, Role.Facilitator)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<OccurrenceResponse>, Refused>> Handle(
        Guid occurrenceId, CancelOccurrenceRequest? request, CalendarDb db, CurrentSpace space, Programme programme, IPublishEndpoint events,
        CalendarFigures figures, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var activityId = await db.Occurrences.Where(o => o.Id == occurrenceId).Select(o => (Guid?)o.ActivityId).SingleOrDefaultAsync(ct);
        if (activityId is null) return Refusal.UnknownOccurrence.Result();

        // The activity is what is locked, so that a change of its series and the end of an occurrence wait too.
        await using var change = await db.BeginChange(activityId.Value, ct);
        var occurrence = await db.Occurrences.SingleAsync(o => o.Id == occurrenceId, ct);
        if (occurrence.Status == OccurrenceStatus.Withdrawn) return Refusal.UnknownOccurrence.Result();
        if (!Etag.Matches(http.Request, occurrence.Xmin)) return Refusal.Changed.Result();

        var now = clock.GetUtcNow();
        var isNews = occurrence.Status == OccurrenceStatus.Confirmed;
        if (occurrence.Cancel(request?.Reason ?? LocalizedText.Empty, now) is { } refusal) return refusal.Result();
        if (isNews)
        {
            await events.Publish(new OccurrenceCancelled
            {
                SpaceId = space.Id,
                OccurrenceId = occurrenceId,
                ActivityId = occurrence.ActivityId,
                Title = await db.Activities.Where(a => a.Id == occurrence.ActivityId).Select(a => a.Title).SingleAsync(ct),
                Start = occurrence.Start,
                End = occurrence.End,
                Reason = occurrence.Reason,
                Version = occurrence.Version,
                OccurredAt = now,
            }, ct);
            await db.SaveChange(change, ct);
            figures.Cancelled();
        }
        var line = (await programme.Lines(all => all.Where(o => o.Id == occurrenceId), 1, ct)).Single();
        Etag.Tell(http.Response, line.Occurrence.Xmin);
        return TypedResults.Ok(OccurrenceResponse.Of(line, space, programme.Clock));
    }
}
