using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads which keywords the events have, each once however many spaces use it.</summary>
internal static class ListLinkedKeywords
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/keyword", Handle)
        .WithName(nameof(ListLinkedKeywords))
        .WithSummary("Keywords of YSO that events have")
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedPage<LinkedKeyword>>, ValidationProblem, NotFound>> Handle(
        [AsParameters] LinkedListParameters paging, HttpRequest request, CalendarDb db, LinkedProgramme programme, LinkedAddresses addresses,
        CancellationToken ct,
        [FromQuery(Name = "text")] string? text = null)
    {
        var query = new LinkedQuery(request.Query);
        var (skip, size, pattern) = ((query.Page - 1) * query.PageSize, query.PageSize, query.Text("text"));
        if (query.Refusal() is { } refusal) return refusal;

        var found = db.Database.SqlQuery<string>($"""
            SELECT DISTINCT id AS "Value" FROM keywords
            WHERE {pattern}::text IS NULL OR EXISTS (SELECT FROM jsonb_each_text(label) x WHERE x.value ILIKE {pattern})
            """);
        var count = await found.CountAsync(ct);
        if (skip >= count && skip > 0) return TypedResults.NotFound();
        var ids = await found.OrderBy(id => id).Skip(skip).Take(size).ToArrayAsync(ct);
        return TypedResults.Ok(new LinkedPage<LinkedKeyword>(query.MetaOf(addresses.List("keyword"), count), await programme.Keywords(ids, ct)));
    }
}
