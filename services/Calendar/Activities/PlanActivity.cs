using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Keywords;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Kivenkolo.Calendar.Activities;

/// <param name="FirstDate">The first date in the space's zone, a day of the rule.</param>
/// <param name="Start">The time on the wall, such as 14:00; it stays the same over clock changes.</param>
/// <param name="DurationMinutes">The length of an occurrence.</param>
/// <param name="Rule">
/// How it comes again: the value of an RRULE (RFC 5545 section 3.3.10) of days, weeks, months or years, such as FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261231;
/// left out when it takes place once.
/// </param>
/// <param name="ExcludedDates">Dates of the rule that are left out (EXDATE).</param>
/// <param name="AdditionalDates">Dates that the rule does not give (RDATE), after the first.</param>
/// <param name="NotOnHolidays">Whether the rule pauses on Finnish public holidays; false when left out.</param>
/// <param name="NotInMonths">Months, 1–12, in which the rule pauses every year, such as 7.</param>
public sealed record PlanSeriesRequest(
    [property: Required, DateInCalendar] DateOnly? FirstDate,
    [property: Required] TimeOnly? Start,
    [property: Range(1, Series.MostMinutes)] int DurationMinutes,
    [property: MaxLength(RecurrenceRule.LongestText)] string? Rule = null,
    [property: MaxLength(Series.MostDates)] DateOnly[]? ExcludedDates = null,
    [property: MaxLength(Series.MostDates)] DateOnly[]? AdditionalDates = null,
    bool? NotOnHolidays = null,
    [property: MaxLength(12)] int[]? NotInMonths = null) : IValidatableObject
{
    private static readonly WallClock Utc = WallClock.Of("Etc/UTC");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FirstDate is not { } first || Start is null) yield break;
        if (NotInMonths is { } months && (months.Any(month => month is < 1 or > 12) || months.Distinct().Count() is 12))
            yield return validationContext.Says(PlanFaults.Months, nameof(NotInMonths));
        if (ExcludedDates is { } excluded && excluded.Any(date => date < first || date.Year > 2099))
            yield return validationContext.Says(PlanFaults.ExcludedDates, nameof(ExcludedDates));
        if (AdditionalDates is { } additional && additional.Any(date => date <= first || date.Year > 2099))
            yield return validationContext.Says(PlanFaults.AdditionalDates, nameof(AdditionalDates));
        if (Rule is null && (NotOnHolidays is true || NotInMonths is { Length: > 0 }))
            yield return validationContext.Says(PlanFaults.OnlyARulePauses, nameof(Rule));
        if (Rule is null) yield break;
        // An UNTIL in UTC may be a day off here; the space's own clock reads it when the plan is made.
        if (!RecurrenceRule.TryParse(Rule, Utc, Start.Value, out var rule, out var fault))
            yield return validationContext.Says(PlanFaults.Of(fault), nameof(Rule));
        else if (!rule.Includes(first, first))
            yield return validationContext.Says(rule.IsOfWeekdays ? PlanFaults.FirstDateIsNotAWeekday : PlanFaults.FirstDateIsNotOfTheRule, nameof(FirstDate));
    }

    internal Series ToSeries(WallClock clock) => new(FirstDate!.Value, Start!.Value, DurationMinutes)
    {
        Rule = Rule is not null && RecurrenceRule.TryParse(Rule, clock, Start!.Value, out var rule, out _) ? rule : null,
        ExcludedDates = InOrder(ExcludedDates),
        AdditionalDates = InOrder(AdditionalDates),
        NotOnHolidays = NotOnHolidays ?? false,
        NotInMonths = InOrder(NotInMonths),
    };

    private static T[] InOrder<T>(T[]? values) => [.. (values ?? []).Distinct().Order()];
}

/// <param name="Title">The activity's name.</param>
/// <param name="Series">When: one series, or several, each of which ends where the next begins.</param>
/// <param name="Description">What happens there; may be left out.</param>
/// <param name="PlaceId">One of the space's places.</param>
/// <param name="Place">Where, when it is none of them.</param>
/// <param name="OrganisationId">The partner that runs it; left out when the space does.</param>
/// <param name="OrganiserName">Who runs it, when that is to be said otherwise than by the organisation's name.</param>
/// <param name="SpokenLanguages">Languages spoken there, as BCP 47 tags.</param>
/// <param name="Free">Whether it costs nothing; true when left out.</param>
/// <param name="NoSignUp">Whether one may just come; true when left out.</param>
/// <param name="Keywords">What it is about: YSO keywords as yso:p1808 or as http://www.yso.fi/onto/yso/p1808.</param>
/// <param name="Audience">Whom it is for, likewise; left out when it is for everyone.</param>
/// <param name="Facts">What else makes it easy to come; in any order.</param>
/// <param name="Capacity">How many can sign up for one occurrence, 1–1000; left out when there is no limit. Only where people sign up.</param>
/// <param name="RunBy">In which part its people run it; staff when left out.</param>
/// <param name="EquipmentIds">What of the space's equipment it needs; taken for it as its place is.</param>
/// <param name="DecisionId">The decision of the house meeting that it comes from, of those in /decisions. Left out, it stays as it is.</param>
public sealed record PlanActivityRequest(
    [property: Required, Localized(200)] LocalizedText? Title,
    [property: Required, MinLength(1), MaxLength(PlanActivityRequest.MostSeries)] PlanSeriesRequest[]? Series,
    [property: LocalizedOptional(4000)] LocalizedText? Description = null,
    Guid? PlaceId = null,
    [property: LocalizedOptional(200)] LocalizedText? Place = null,
    Guid? OrganisationId = null,
    [property: LocalizedOptional(200)] LocalizedText? OrganiserName = null,
    [property: LanguageTags] string[]? SpokenLanguages = null,
    bool? Free = null,
    bool? NoSignUp = null,
    [property: KeywordIds] string[]? Keywords = null,
    [property: KeywordIds] string[]? Audience = null,
    [property: MaxLength(10)] ActivityFact[]? Facts = null,
    [property: Range(1, PlanActivityRequest.MostPlaces)] int? Capacity = null,
    RunBy? RunBy = null,
    [property: MaxLength(PlanActivityRequest.MostEquipment)] Guid[]? EquipmentIds = null,
    Guid? DecisionId = null) : IValidatableObject
{
    internal const int MostPlaces = 1000;
    internal const int MostEquipment = 20;

    /// <summary>The most times that an activity was changed from a date on.</summary>
    internal const int MostSeries = 50;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Capacity is not null && NoSignUp is not false) yield return validationContext.Says(PlanFaults.CapacityWithoutSignUp, nameof(Capacity));
        if (Series?.Contains(null) is true) yield return validationContext.Says(PlanFaults.SeriesMissing, nameof(Series));
        for (var i = 1; i < Series?.Length; i++)
            if (Series[i]?.FirstDate <= Series[i - 1]?.FirstDate)
                yield return validationContext.Says(PlanFaults.SeriesOutOfOrder, $"{nameof(Series)}[{i}].FirstDate");
    }

    internal ActivityPlan ToPlan(WallClock clock) => new(
        Title!, Description ?? LocalizedText.Empty, PlaceId, Place ?? LocalizedText.Empty, OrganisationId, OrganiserName ?? LocalizedText.Empty,
        [.. Series!.Select(series => series.ToSeries(clock))],
        SpokenLanguages ?? [], Free ?? true, NoSignUp ?? true)
    {
        Keywords = KeywordIdsAttribute.Read(Keywords),
        Audience = KeywordIdsAttribute.Read(Audience),
        Facts = [.. (Facts ?? []).Distinct().Order()],
        Capacity = Capacity,
        EquipmentIds = [.. (EquipmentIds ?? []).Distinct().Order()],
        RunBy = RunBy ?? Activities.RunBy.Staff,
    };
}

/// <summary>
/// The coordinator or an editor plans an activity, or changes it. The id is the caller's: the same content again changes nothing and tells
/// nothing. What has begun, and what was cancelled, stays as it is. What people count on is not taken away (<c>cancelLeft</c> cancels it in the
/// open), and a time that a clock change skips or makes come twice is asked about (<c>acceptClockChange</c> takes it as RFC 5545 section 3.3.5
/// reads it).
/// </summary>
internal static class PlanActivity
{
    public static void Map(RouteGroupBuilder activities) => activities
        .MapPut("/{activityId:guid}", Handle)
        .WithName(nameof(PlanActivity))
        .WithSummary("Plan an activity")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<ActivityResponse>, Created<ActivityResponse>, LocalizedProblem>> Handle(
        Guid activityId, PlanActivityRequest request, CalendarDb db, CurrentSpace space, Programme programme, HttpContext http, CancellationToken ct,
        bool cancelLeft = false, bool acceptClockChange = false)
    {
        await using var change = await db.BeginChange(activityId, ct);
        if (request.PlaceId is { } place && !await db.Places.AnyAsync(p => p.Id == place, ct)) return Refusal.PlaceUnknown.Result();
        if (request.EquipmentIds is { Length: > 0 } needed && await db.Equipment.CountAsync(e => needed.Contains(e.Id), ct) < needed.Distinct().Count())
            return Refusal.EquipmentUnknown.Result();

        var activity = await db.Activities.SingleOrDefaultAsync(a => a.Id == activityId, ct);
        var isNew = activity is null;
        if (!Etag.Matches(http.Request, activity?.Xmin)) return Refusal.VersionChanged.Result();
        activity ??= new Activity { Id = activityId, SpaceId = space.Id };
        var decision = activity.ReadDecision();
        if (request.DecisionId is { } named)
        {
            if (await db.Decisions.AsNoTracking().SingleOrDefaultAsync(d => d.DecisionId == named, ct) is not { } known)
                return Refusal.DecisionUnknown.Result();
            if (activity.ExperimentId is not null && decision?.Number != known.Number) return Refusal.DecisionNotOfExperiment.Result();
            decision = new(known.Number, known.DecidedOn);
        }
        if (await programme.Plan(activity, request.ToPlan(programme.Clock) with { Decision = decision }, cancelLeft, acceptClockChange, ct) is { } refused)
            return refused;

        try { await db.SaveChange(change, ct); }
        catch (DbUpdateException e) when (e.Violates(CalendarDb.OneActivityPerId)) { return Refusal.IdTaken.Result(); }
        catch (PostgresException e) when (Bookings.Refused(e)) { return Refusal.ResourceTaken.Result(); }

        Etag.Tell(http.Response, activity.Xmin);
        var planned = ActivityResponse.Of(activity);
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/activities/{activityId}", planned) : TypedResults.Ok(planned);
    }
}
