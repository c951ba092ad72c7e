using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <param name="Line">The line of the feed, from 1; 0 for the whole.</param>
/// <param name="Reason">Why something was left out or cut.</param>
/// <param name="What">The field, such as SUMMARY.</param>
public sealed record FindingResponse(int Line, FindingReason Reason, string? What);

/// <param name="Id">The source.</param>
/// <param name="OrganisationId">Whose calendar it is.</param>
/// <param name="OrganisationName">Its name.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Language">The language of its texts.</param>
/// <param name="Contact">Who is asked whether it is still right.</param>
/// <param name="Stale">Whether it could not be read for three days, so that what is shown may no longer be so.</param>
/// <param name="AttemptedAt">When it was asked last, UTC.</param>
/// <param name="SucceededAt">When it was last read, or had not changed, UTC.</param>
/// <param name="Failures">How many attempts have failed since then.</param>
/// <param name="LastStatus">The status that it answered last.</param>
/// <param name="LastError">Why the last attempt failed: timeout, connection, tls, name-not-found, bad-answer, address-not-allowed, redirects, status, not-a-calendar or not-taken.</param>
/// <param name="FindingCount">How much was left out or cut at the last reading.</param>
/// <param name="Findings">The first of it.</param>
/// <param name="AskedAt">When "still right?" was asked last, UTC.</param>
/// <param name="ConfirmedAt">When that was last answered with yes, UTC.</param>
/// <param name="Unconfirmed">Whether it was asked for two months and nobody answered.</param>
public sealed record SourceResponse(
    Guid Id, Guid OrganisationId, LocalizedText OrganisationName, string Address, SourceKind Kind, string Language, string? Contact, bool Stale,
    DateTimeOffset? AttemptedAt, DateTimeOffset? SucceededAt, int Failures, int? LastStatus, string? LastError, int FindingCount, FindingResponse[] Findings,
    DateTimeOffset? AskedAt, DateTimeOffset? ConfirmedAt, bool Unconfirmed)
{
    internal static SourceResponse Of(Source s, LocalizedText organisation) => new(
        s.Id, s.OrganisationId, organisation, s.Address, s.Kind, s.Language, s.Contact, s.IsStale, s.AttemptedAt, s.SucceededAt, s.Failures, s.LastStatus,
        s.LastError, s.FindingCount, [.. s.Findings.Select(finding => new FindingResponse(finding.Line, finding.Reason, finding.What))], s.AskedAt, s.ConfirmedAt,
        s.IsUnconfirmed);
}

/// <summary>The coordinator sees which partners' calendars are followed, and how that goes.</summary>
internal static class ListSources
{
    public static void Map(RouteGroupBuilder sources) => sources
        .MapGet("", Handle)
        .WithName(nameof(ListSources))
        .WithSummary("The partners' calendars that are followed")
        .DoneByStaff(RateLimit.Read, Role.Coordinator);

    internal static async Task<Ok<Page<SourceResponse>>> Handle(
        CalendarDb db, CancellationToken ct, Guid? after = null, [Range(1, Page<SourceResponse>.Most)] int limit = Page<SourceResponse>.Usual)
    {
        var read = await (
            from source in db.Sources.AsNoTracking()
            where after == null || source.Id > after
            join organisation in db.Organisations on source.OrganisationId equals organisation.OrganisationId
            orderby source.Id
            select new { source, organisation.Name }).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(row => SourceResponse.Of(row.source, row.Name))], limit, source => source.Id.ToString()));
    }
}

/// <param name="Id">This time of the event.</param>
/// <param name="Uid">The event's name in its calendar.</param>
/// <param name="Start">The start, UTC.</param>
/// <param name="End">The end, UTC; the start itself when no end was said.</param>
/// <param name="LocalDate">The day of the start in the space's zone.</param>
/// <param name="AllDay">Whether it takes whole days.</param>
/// <param name="Title">Its name, in the source's language.</param>
/// <param name="Description">What happens there.</param>
/// <param name="Place">Where.</param>
/// <param name="Url">Its page.</param>
/// <param name="Cancelled">Whether it was called off.</param>
public sealed record SourceEventResponse(
    Guid Id, string Uid, DateTimeOffset Start, DateTimeOffset End, DateOnly LocalDate, bool AllDay, LocalizedText Title, LocalizedText Description,
    LocalizedText Place, string? Url, bool Cancelled)
{
    internal static SourceEventResponse Of(SourceEvent e) => new(
        e.Id, e.Uid, e.Start, e.End, e.LocalDate, e.IsAllDay, e.Title, e.Description, e.Place, e.Url, e.IsCancelled);
}

/// <summary>Staff see what was pulled from a source, in order of its ids.</summary>
internal static class ListSourceEvents
{
    public static void Map(RouteGroupBuilder sources) => sources
        .MapGet("/{sourceId:guid}/events", Handle)
        .WithName(nameof(ListSourceEvents))
        .WithSummary("What was pulled from a partner's calendar")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor);

    internal static async Task<Results<Ok<Page<SourceEventResponse>>, LocalizedProblem>> Handle(
        Guid sourceId, CalendarDb db, CancellationToken ct, Guid? after = null, [Range(1, Page<SourceEventResponse>.Most)] int limit = Page<SourceEventResponse>.Usual)
    {
        if (!await db.Sources.AnyAsync(s => s.Id == sourceId, ct)) return Refusal.SourceUnknown.Result();
        var read = await db.SourceEvents.AsNoTracking()
            .Where(e => e.SourceId == sourceId && (after == null || e.Id > after))
            .OrderBy(e => e.Id).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(SourceEventResponse.Of)], limit, found => found.Id.ToString()));
    }
}

/// <summary>The coordinator stops following a partner's calendar; what came from it goes with it. Twice is once.</summary>
internal static class StopFollowingSource
{
    public static void Map(RouteGroupBuilder sources) => sources
        .MapDelete("/{sourceId:guid}", Handle)
        .WithName(nameof(StopFollowingSource))
        .WithSummary("Stop following a partner's calendar")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator);

    internal static async Task<NoContent> Handle(Guid sourceId, CalendarDb db, CancellationToken ct)
    {
        await db.Sources.Where(s => s.Id == sourceId).ExecuteDeleteAsync(ct);
        return TypedResults.NoContent();
    }
}
