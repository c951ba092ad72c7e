using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Messaging;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Kivenkolo.Calendar.Activities;

/// <param name="FirstDate">The first date in the space's zone.</param>
/// <param name="Start">The time on the wall, such as 14:00; it stays the same over clock changes.</param>
/// <param name="DurationMinutes">The length of an occurrence.</param>
/// <param name="Weeks">How many times, once a week; 1 for once.</param>
public sealed record PlanSeriesRequest(
    [property: Required, DateInCalendar] DateOnly? FirstDate,
    [property: Required] TimeOnly? Start,
    [property: Range(1, Series.MostMinutes)] int DurationMinutes,
    [property: Range(1, Series.MostWeeks)] int Weeks);

/// <param name="Title">The activity's name.</param>
/// <param name="Series">When.</param>
/// <param name="Description">What happens there; may be left out.</param>
/// <param name="PlaceId">One of the space's places.</param>
/// <param name="Place">Where, when it is none of them.</param>
/// <param name="OrganisationId">The partner that runs it; left out when the space does.</param>
/// <param name="OrganiserName">Who runs it, when that is to be said otherwise than by the organisation's name.</param>
/// <param name="SpokenLanguages">Languages spoken there, as BCP 47 tags.</param>
/// <param name="Free">Whether it costs nothing; true when left out.</param>
/// <param name="NoSignUp">Whether one may just come; true when left out.</param>
/// <param name="Facts">What else makes it easy to come; in any order.</param>
/// <param name="Capacity">How many can sign up for one occurrence, 1–1000; left out when there is no limit. Only where people sign up.</param>
/// <param name="RunBy">In which part its people run it; staff when left out.</param>
public sealed record PlanActivityRequest(
    [property: Required, Localized(200)] LocalizedText? Title,
    [property: Required] PlanSeriesRequest? Series,
    [property: LocalizedOptional(4000)] LocalizedText? Description = null,
    Guid? PlaceId = null,
    [property: LocalizedOptional(200)] LocalizedText? Place = null,
    Guid? OrganisationId = null,
    [property: LocalizedOptional(200)] LocalizedText? OrganiserName = null,
    [property: LanguageTags] string[]? SpokenLanguages = null,
    bool? Free = null,
    bool? NoSignUp = null,
    [property: MaxLength(10)] ActivityFact[]? Facts = null,
    [property: Range(1, PlanActivityRequest.MostPlaces)] int? Capacity = null,
    RunBy? RunBy = null) : IValidatableObject
{
    internal const int MostPlaces = 1000;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Capacity is not null && NoSignUp is not false) yield return new("Places are counted only where people sign up: noSignUp is false.", [nameof(Capacity)]);
    }

    internal ActivityPlan ToPlan() => new(
        Title!, Description ?? LocalizedText.Empty, PlaceId, Place ?? LocalizedText.Empty, OrganisationId, OrganiserName ?? LocalizedText.Empty,
        new Series(Series!.FirstDate!.Value, Series.Start!.Value, Series.DurationMinutes, Series.Weeks),
        SpokenLanguages ?? [], Free ?? true, NoSignUp ?? true)
    {
        Facts = [.. (Facts ?? []).Distinct().Order()],
        Capacity = Capacity,
        RunBy = RunBy ?? Activities.RunBy.Staff,
    };
}

/// <summary>
/// The coordinator or an editor plans an activity, or changes it. The id is the caller's: the same content again changes nothing and tells
/// nothing. What has begun, and what was cancelled, stays as it is.
/// </summary>
internal static class PlanActivity
{
    public static void Map(RouteGroupBuilder activities) => activities
        .MapPut("/{activityId:guid}", Handle)
        .WithName(nameof(PlanActivity))
        .WithSummary("Plan an activity")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<ActivityResponse>, Created<ActivityResponse>, Refused>> Handle(
        Guid activityId, PlanActivityRequest request, CalendarDb db, CurrentSpace space, Programme programme, HttpContext http, CancellationToken ct)
    {
        await using var change = await db.BeginChange(activityId, ct);
        if (request.PlaceId is { } place && !await db.Places.AnyAsync(p => p.Id == place, ct)) return Refusal.UnknownPlace.Result();

        var activity = await db.Activities.SingleOrDefaultAsync(a => a.Id == activityId, ct);
        var isNew = activity is null;
        if (!Etag.Matches(http.Request, activity?.Xmin)) return Refusal.Changed.Result();
        activity ??= new Activity { Id = activityId, SpaceId = space.Id };
        await programme.Plan(activity, request.ToPlan(), ct);

        try { await db.SaveChange(change, ct); }
        catch (DbUpdateException e) when (e.Violates(CalendarDb.OneActivityPerId)) { return Refusal.IdTaken.Result(); }

        Etag.Tell(http.Response, activity.Xmin);
        var planned = ActivityResponse.Of(activity);
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/activities/{activityId}", planned) : TypedResults.Ok(planned);
    }
}
