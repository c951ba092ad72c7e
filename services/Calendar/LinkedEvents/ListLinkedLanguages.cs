using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads which languages the events have.</summary>
internal static class ListLinkedLanguages
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/language", Handle)
        .WithName(nameof(ListLinkedLanguages))
        .WithSummary("Languages of events")
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedPage<LinkedLanguage>>, ValidationProblem, NotFound>> Handle(
        [AsParameters] LinkedListParameters paging, HttpRequest request, LinkedProgramme programme, LinkedAddresses addresses, CancellationToken ct)
    {
        var query = new LinkedQuery(request.Query);
        var (skip, size) = ((query.Page - 1) * query.PageSize, query.PageSize);
        if (query.Refusal() is { } refusal) return refusal;

        var languages = await programme.Languages(ct);
        if (skip >= languages.Length && skip > 0) return TypedResults.NotFound();
        return TypedResults.Ok(new LinkedPage<LinkedLanguage>(query.MetaOf(addresses.List("language"), languages.Length),
            [.. languages.Skip(skip).Take(size)]));
    }
}
