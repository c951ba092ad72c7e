using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="Count">How many in all, when the categories were not counted one by one; else left out.</param>
/// <param name="OccurrenceId">The occurrence that was counted; then from and to are left out.</param>
/// <param name="From">First day of the period that was counted.</param>
/// <param name="To">Last day of the period, inclusive; at most 366 days in all.</param>
/// <param name="Scope">Categories that the count covers; left out or empty when the source does not state which visits are in it.</param>
/// <param name="Counts">How many of each category, in place of count and scope; a category that was not counted is left out.</param>
/// <param name="Start">From when, for a slot of one day; wall clock of the space.</param>
/// <param name="End">Until when.</param>
/// <param name="Version">The version that was read, 0 when nothing was entered: what has been corrected since is not overwritten. Left out, it is.</param>
public sealed record RecordHeadcountRequest(
    [property: Range(0, RecordHeadcountRequest.Most)] int? Count = null,
    Guid? OccurrenceId = null,
    [property: DateInCalendar] DateOnly? From = null,
    [property: DateInCalendar] DateOnly? To = null,
    [property: Categories] string[]? Scope = null,
    [property: CategoryCounts] Dictionary<string, int>? Counts = null,
    TimeOnly? Start = null,
    TimeOnly? End = null,
    [property: Range(0, long.MaxValue)] long? Version = null) : IValidatableObject
{
    internal const int MostDays = 366;

    /// <summary>The most in one number; twenty of them can be added up.</summary>
    internal const int Most = 10_000_000;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Count is null && Counts is null) yield return new("Either a count or a count for each category.", [nameof(Count)]);
        if (Counts is not null && (Count is not null || Scope is { Length: > 0 }))
            yield return new("With a count for each category, their sum and their scope follow from it.", [nameof(Counts)]);
        if (OccurrenceId is null && From is null) yield return new("Either an occurrence or a period is counted.", [nameof(From)]);
        if (OccurrenceId is null && To is null) yield return new("Either an occurrence or a period is counted.", [nameof(To)]);
        if (OccurrenceId is not null && (From is not null || To is not null))
            yield return new("Either an occurrence or a period is counted, not both.", [nameof(OccurrenceId)]);
        if (From is { } from && To is { } to && (to < from || to.DayNumber - from.DayNumber >= MostDays))
            yield return new("The last day is not before the first, and the period has at most 366 days.", [nameof(To)]);
        if (Start is not null && (OccurrenceId is not null || From != To)) yield return new("A slot is a part of one day.", [nameof(Start)]);
        if (Start is null != End is null || End <= Start) yield return new("A slot has a start and a later end.", [nameof(End)]);
    }
}

/// <summary>At most 20 different codes of categories.</summary>
public sealed partial class CategoriesAttribute : ValidationAttribute
{
    private const int Most = Category.MostInUse;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string?[] categories && categories.Length <= Most
        && categories.All(category => category is not null && Code().IsMatch(category))
        && categories.Distinct(StringComparer.Ordinal).Count() == categories.Length);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        "At most 20 different categories of 1–40 lower-case letters, digits and hyphens, such as clients.";

    [GeneratedRegex($"^{Category.CodeCharacters}\\z")]
    internal static partial Regex Code();
}

/// <summary>Numbers by the codes of 1–20 categories.</summary>
public sealed class CategoryCountsAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is Dictionary<string, int> { Count: > 0 and <= Category.MostInUse } counts
        && counts.All(count => CategoriesAttribute.Code().IsMatch(count.Key) && count.Value is >= 0 and <= RecordHeadcountRequest.Most));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        "Numbers from 0 up by category, at least one; a category is 1–40 lower-case letters, digits and hyphens, such as clients.";
}

/// <summary>
/// Staff enter how many came, to an occurrence or in a period. The id is the caller's: the same entry sent twice counts once, another content
/// under the same id corrects it.
/// </summary>
internal static class RecordHeadcount
{
    private static readonly Role[] Roles = [Role.Coordinator, Role.Facilitator, Role.Student];

    public static void Map(RouteGroupBuilder headcounts) => headcounts
        .MapPut("/{headcountId:guid}", Handle)
        .WithName(nameof(RecordHeadcount))
        .WithSummary("Record or correct a number of visits")
        .DoneByStaff(RateLimit.StaffWrite, Roles)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<HeadcountResponse>, Created<HeadcountResponse>, LocalizedProblem>> Handle(
        Guid headcountId, RecordHeadcountRequest request, CalendarDb db, CurrentSpace space, IPublishEndpoint events, CalendarMetrics metrics,
        TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        await using var change = await db.BeginChange(headcountId, ct);
        if (await Read(request, db, ct) is not { } tally) return Refusal.CountedOccurrenceUnknown.Result();

        var headcount = await db.Headcounts.SingleOrDefaultAsync(h => h.Id == headcountId, ct);
        var isNew = headcount is null;
        if (!Etag.Matches(http.Request, headcount?.Xmin)) return Refusal.VersionChanged.Result();
        // The same again is welcome from whoever did not hear the answer.
        if (request.Version is { } read && read != (headcount?.Version ?? 0) && headcount?.Read().Says(tally) != true) return Refusal.VersionChanged.Result();
        // What an entry has may stay in it, also when the space no longer counts it.
        var known = (await ListCategories.Of(db, space, ct)).Where(category => category.InUse).Select(category => category.Code);
        if (tally.Scope.Except(known).Except(headcount?.Scope ?? []).Any()) return Refusal.CategoryUnknown.Result();
        if (headcount is null) db.Headcounts.Add(headcount = new Headcount { Id = headcountId, SpaceId = space.Id });

        var before = headcount.Count;
        if (await Enter(headcount, tally, RoleOf(http.User, space.Slug), db, events, clock.GetUtcNow(), ct))
        {
            try { await db.SaveChange(change, ct); }
            catch (DbUpdateException e) when (e.Violates(CalendarDb.OneHeadcountPerId)) { return Refusal.IdTaken.Result(); }
            metrics.Counted(headcount.Count - before, headcount.OccurrenceId is not null);
        }
        Etag.Tell(http.Response, headcount.Xmin);
        var recorded = HeadcountResponse.Of(headcount);
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/headcounts/{headcountId}", recorded) : TypedResults.Ok(recorded);
    }

    /// <summary>Enters a tally, keeps the trace of a correction and tells the others; false when the entry says it already.</summary>
    internal static async Task<bool> Enter(
        Headcount headcount, Tally tally, Role? role, CalendarDb db, IPublishEndpoint events, DateTimeOffset now, CancellationToken ct)
    {
        var before = headcount.Read();
        if (!headcount.Take(tally, now)) return false;
        if (headcount.Version > 1)
        {
            db.HeadcountCorrections.Add(new HeadcountCorrection
            {
                HeadcountId = headcount.Id,
                SpaceId = headcount.SpaceId,
                Version = headcount.Version,
                Before = before,
                After = tally,
                CorrectedAt = now,
                Role = role,
            });
        }
        await events.Publish(new HeadcountRecorded
        {
            SpaceId = headcount.SpaceId,
            HeadcountId = headcount.Id,
            OccurrenceId = headcount.OccurrenceId,
            From = headcount.FirstDay,
            To = headcount.LastDay,
            Scope = headcount.Scope,
            Counts = headcount.Counts,
            Count = headcount.Count,
            Version = headcount.Version,
            OccurredAt = now,
        }, ct);
        return true;
    }

    /// <summary>The first of the roles by which the caller may; null for the operator.</summary>
    internal static Role? RoleOf(ClaimsPrincipal user, string space) =>
        user.HasScope(AccessRule.AdministrationScope) ? null : Roles.First(role => user.IsStaff(space, role));

    /// <summary>What was counted; null when the occurrence is not in the space's programme.</summary>
    private static async Task<Tally?> Read(RecordHeadcountRequest request, CalendarDb db, CancellationToken ct)
    {
        string[] scope = [.. (request.Counts?.Keys ?? (IEnumerable<string>?)request.Scope ?? []).Order(StringComparer.Ordinal)];
        int[]? counts = request.Counts is { } each ? [.. scope.Select(category => each[category])] : null;
        var tally = new Tally(
            request.OccurrenceId, request.From ?? default, request.To ?? default, request.Start, request.End, scope, counts, request.Count ?? counts!.Sum());
        if (request.OccurrenceId is not { } occurrence) return tally;
        var day = await db.Occurrences.Where(o => o.Id == occurrence && o.Status != OccurrenceStatus.Withdrawn).Select(o => (DateOnly?)o.LocalDate)
            .SingleOrDefaultAsync(ct);
        return day is { } counted ? tally with { FirstDay = counted, LastDay = counted } : null;
    }
}
