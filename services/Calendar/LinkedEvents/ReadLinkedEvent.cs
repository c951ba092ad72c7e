using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads one event or one series, also when it has left the programme: it is told so by <c>deleted</c>.</summary>
internal static class ReadLinkedEvent
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/event/{id}", Handle)
        .WithName(nameof(ReadLinkedEvent))
        .WithSummary("One event or series")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedEvent>, ValidationProblem, LocalizedProblem>> Handle(
        string id, HttpRequest request, CalendarDb db, LinkedProgramme programme, CancellationToken ct, [FromQuery(Name = "include")] string? includes = null)
    {
        var query = new LinkedQuery(request.Query);
        string[] include = query.List("include") ?? [];
        if (query.Refusal() is { } refusal) return refusal;
        if (LinkedAddresses.Read(id) is not { } guid) return Refusal.ResourceUnknown.Result();
        var rows = await LinkedRow.ByIds(db, [guid], ct);
        return rows.Count == 0 ? Refusal.ResourceUnknown.Result() : TypedResults.Ok((await programme.Events(rows, include, isList: false, ct))[0]);
    }
}
