using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

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
