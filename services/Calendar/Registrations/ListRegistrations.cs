using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <param name="Id">The sign-up.</param>
/// <param name="Number">The order of arrival, from 1.</param>
/// <param name="Nickname">What to be called.</param>
/// <param name="Status">confirmed, offered or waiting.</param>
/// <param name="CanBeReached">Whether the house writes to them by itself; the address is shown to nobody.</param>
/// <param name="OfferedUntil">Until when a place is kept, UTC.</param>
public sealed record RegistrationResponse(Guid Id, int Number, string? Nickname, RegistrationStatus Status, bool CanBeReached, DateTimeOffset? OfferedUntil);

/// <summary>Those who run an occurrence read who comes and who waits, in order of arrival. Those who left are not in it.</summary>
internal static class ListRegistrations
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapGet("/{occurrenceId:guid}/registrations", Handle)
        .WithName(nameof(ListRegistrations))
        .WithSummary("Who has signed up for an occurrence")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Facilitator);

    internal static async Task<Results<Ok<Page<RegistrationResponse>>, LocalizedProblem>> Handle(
        Guid occurrenceId, CalendarDb db, HttpContext http, CancellationToken ct, [Range(0, int.MaxValue)] int after = 0,
        [Range(1, Page<RegistrationResponse>.Most)] int limit = Page<RegistrationResponse>.Usual)
    {
        if (!await db.Occurrences.AnyAsync(o => o.Id == occurrenceId, ct)) return Refusal.OccurrenceUnknown.Result();
        var read = await db.Registrations.AsNoTracking()
            .Where(r => r.OccurrenceId == occurrenceId && r.Number > after
                && (r.Status == RegistrationStatus.Confirmed || r.Status == RegistrationStatus.Offered || r.Status == RegistrationStatus.Waiting))
            .OrderBy(r => r.Number).Take(limit + 1)
            .Select(r => new RegistrationResponse(r.Id, r.Number, r.Nickname, r.Status, r.Email != null, r.OfferedUntil)).ToListAsync(ct);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Page.From(read, limit, registration => registration.Number.ToString(CultureInfo.InvariantCulture)));
    }
}
