using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Runs;

/// <summary>One's own hours in a period.</summary>
/// <param name="Minutes">All of the period, in minutes.</param>
/// <param name="SignedOffMinutes">Those of them that a supervisor has signed off.</param>
/// <param name="Items">The entries of this page.</param>
/// <param name="Next">Where the next page starts; null at the end.</param>
public sealed record OwnRunsResponse(int Minutes, int SignedOffMinutes, IReadOnlyList<RunResponse> Items, string? Next);

/// <summary>A facilitator or student reads their own hours with the sum, for the study record. Nobody else's are ever among them.</summary>
internal static class ReadOwnRuns
{
    public static void Map(RouteGroupBuilder runs) => runs
        .MapGet("/own", Handle)
        .WithName(nameof(ReadOwnRuns))
        .WithSummary("One's own hours in a period, with their sum")
        .DoneByStaff(RateLimit.Read, Role.Facilitator, Role.Student);

    internal static async Task<Ok<OwnRunsResponse>> Handle(
        ClaimsPrincipal user, CalendarDb db, CurrentSpace space, CancellationToken ct, DateOnly? from = null, DateOnly? to = null, Guid? after = null,
        [Range(1, Page<RunResponse>.Most)] int limit = Page<RunResponse>.Usual)
    {
        var subject = user.Subject()!;
        var own = db.Runs.Where(r => r.Subject == subject
            && db.Occurrences.Any(o => o.Id == r.OccurrenceId && (from == null || o.LocalDate >= from) && (to == null || o.LocalDate <= to)));
        var minutes = await own.SumAsync(r => r.Minutes, ct);
        var signedOff = await own.Where(r => r.SignedOffAt != null).SumAsync(r => r.Minutes, ct);
        var page = Page.From(await RunResponse.Read(db, own.Where(r => after == null || r.Id > after), limit + 1, new(user, space), ct), limit, run =>
            run.Id.ToString());
        return TypedResults.Ok(new OwnRunsResponse(minutes, signedOff, page.Items, page.Next));
    }
}
