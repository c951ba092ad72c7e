using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Weeks;

/// <param name="Version">Which time it was, from 1.</param>
/// <param name="PublishedAt">UTC.</param>
/// <param name="Missing">Promised languages that some line lacked.</param>
/// <param name="ReasonForMissing">Why it was published all the same; null when nothing was missing.</param>
public sealed record PublicationResponse(long Version, DateTimeOffset PublishedAt, string[] Missing, string? ReasonForMissing);

/// <summary>Those who plan read each time that a week was published, with the reasons that were given; the latest first.</summary>
internal static class ListPublications
{
    public static void Map(RouteGroupBuilder weeks) => weeks
        .MapGet("/{week}/publications", Handle)
        .WithName(nameof(ListPublications))
        .WithSummary("Each time that a week was published, and why although a language was missing")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor);

    internal static async Task<Ok<Page<PublicationResponse>>> Handle(
        IsoWeek week, CalendarDb db, CancellationToken ct, [Range(1, int.MaxValue)] int? after = null,
        [Range(1, Page<PublicationResponse>.Most)] int limit = Page<PublicationResponse>.Usual)
    {
        var name = week.ToString();
        var read = await db.WeekPublishings.AsNoTracking()
            .Where(p => p.Week == name && (after == null || p.Version < after))
            .OrderByDescending(p => p.Version).Take(limit + 1)
            .Select(p => new PublicationResponse(p.Version, p.PublishedAt, p.Missing, p.ReasonForMissing)).ToListAsync(ct);
        return TypedResults.Ok(Page.From(read, limit, publication => publication.Version.ToString(CultureInfo.InvariantCulture)));
    }
}
