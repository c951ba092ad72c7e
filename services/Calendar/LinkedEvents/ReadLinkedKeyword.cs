using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads what a keyword is called.</summary>
internal static class ReadLinkedKeyword
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/keyword/{id}", Handle)
        .WithName(nameof(ReadLinkedKeyword))
        .WithSummary("One keyword")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedKeyword>, LocalizedProblem>> Handle(string id, CalendarDb db, LinkedProgramme programme,
        CancellationToken ct) =>
        Keywords.KeywordId.TryParse(id, null, out var keyword) && await db.Keywords.IgnoreQueryFilters().AnyAsync(k => k.Id == keyword.Id, ct)
            ? TypedResults.Ok((await programme.Keywords([keyword.Id], ct))[0])
            : Refusal.ResourceUnknown.Result();
}
