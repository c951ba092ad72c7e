using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Messaging;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="Count">How many visits.</param>
/// <param name="OccurrenceId">The occurrence that was counted; then from and to are left out.</param>
/// <param name="From">First day of the period that was counted.</param>
/// <param name="To">Last day of the period, inclusive; at most 366 days in all.</param>
/// <param name="Scope">Categories such as clients or students; left out or empty when the source does not state which visits are in it.</param>
public sealed record RecordHeadcountRequest(
    [property: Required, Range(0, 10_000_000)] int? Count,
    Guid? OccurrenceId = null,
    [property: DateInCalendar] DateOnly? From = null,
    [property: DateInCalendar] DateOnly? To = null,
    [property: Categories] string[]? Scope = null) : IValidatableObject
{
    private const int MostDays = 366;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OccurrenceId is null && From is null) yield return new("Either an occurrence or a period is counted.", [nameof(From)]);
        if (OccurrenceId is null && To is null) yield return new("Either an occurrence or a period is counted.", [nameof(To)]);
        if (OccurrenceId is not null && (From is not null || To is not null))
            yield return new("Either an occurrence or a period is counted, not both.", [nameof(OccurrenceId)]);
        if (From is { } from && To is { } to && (to < from || to.DayNumber - from.DayNumber >= MostDays))
            yield return new("The last day is not before the first, and the period has at most 366 days.", [nameof(To)]);
    }
}

/// <summary>At most 20 different codes of categories.</summary>
public sealed partial class CategoriesAttribute : ValidationAttribute
{
    private const int Most = 20;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string?[] categories && categories.Length <= Most
        && categories.All(category => category is not null && Category().IsMatch(category))
        && categories.Distinct(StringComparer.Ordinal).Count() == categories.Length);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        "At most 20 different categories of 1–40 lower-case letters, digits and hyphens, such as clients.";

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}\\z")]
    private static partial Regex Category();
}

/// <summary>
/// Staff enter how many came, to an occurrence or in a period. The id is the caller's: the same entry sent twice counts once, another content
/// under the same id corrects it.
/// </summary>
internal static class RecordHeadcount
{
    public static void Map(RouteGroupBuilder headcounts) => headcounts
        .MapPut("/{headcountId:guid}", Handle)
        .WithName(nameof(RecordHeadcount))
        .WithSummary("Record or correct a number of visits")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Facilitator, Role.Student)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<HeadcountResponse>, Created<HeadcountResponse>, Refused>> Handle(
        Guid headcountId, RecordHeadcountRequest request, CalendarDb db, CurrentSpace space, IPublishEndpoint events, CalendarFigures figures,
        TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        await using var change = await db.BeginChange(headcountId, ct);
        if (await Read(request, db, ct) is not { } tally) return Refusal.UnknownCountedOccurrence.Result();

        var headcount = await db.Headcounts.SingleOrDefaultAsync(h => h.Id == headcountId, ct);
        var isNew = headcount is null;
        if (!Etag.Matches(http.Request, headcount?.Xmin)) return Refusal.Changed.Result();
        if (headcount is null) db.Headcounts.Add(headcount = new Headcount { Id = headcountId, SpaceId = space.Id });

        var (now, before) = (clock.GetUtcNow(), headcount.Count);
        if (headcount.Take(tally, now))
        {
            await events.Publish(new HeadcountRecorded
            {
                SpaceId = space.Id,
                HeadcountId = headcountId,
                OccurrenceId = headcount.OccurrenceId,
                From = headcount.FirstDay,
                To = headcount.LastDay,
                Scope = headcount.Scope,
                Count = headcount.Count,
                Version = headcount.Version,
                OccurredAt = now,
            }, ct);
            try { await db.SaveChange(change, ct); }
            catch (DbUpdateException e) when (e.Violates(CalendarDb.OneHeadcountPerId)) { return Refusal.IdTaken.Result(); }
            figures.Counted(headcount.Count - before, headcount.OccurrenceId is not null);
        }
        Etag.Tell(http.Response, headcount.Xmin);
        var recorded = HeadcountResponse.Of(headcount);
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/headcounts/{headcountId}", recorded) : TypedResults.Ok(recorded);
    }

    /// <summary>What was counted; null when the occurrence is not in the space's programme.</summary>
    private static async Task<Tally?> Read(RecordHeadcountRequest request, CalendarDb db, CancellationToken ct)
    {
        string[] scope = [.. (request.Scope ?? []).Order(StringComparer.Ordinal)];
        if (request.OccurrenceId is not { } occurrence) return new(null, request.From!.Value, request.To!.Value, scope, request.Count!.Value);
        var day = await db.Occurrences.Where(o => o.Id == occurrence).Select(o => (DateOnly?)o.LocalDate).SingleOrDefaultAsync(ct);
        return day is { } counted ? new(occurrence, counted, counted, scope, request.Count!.Value) : null;
    }
}
