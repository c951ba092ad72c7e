using Kivenkolo.Calendar.Problems;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>Everyone reads one occurrence, also when it was cancelled.</summary>
internal static class ReadOccurrence
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapGet("/{occurrenceId:guid}", Handle)
        .WithName(nameof(ReadOccurrence))
        .WithSummary("One occurrence")
        .ReadByEveryone();

    internal static async Task<Results<Ok<OccurrenceResponse>, LocalizedProblem>> Handle(
        Guid occurrenceId, Programme programme, CurrentSpace space, HttpContext http, CancellationToken ct, ReaderTag? language = null)
    {
        var lines = await programme.Lines(all => all.Where(o => o.Id == occurrenceId), 1, ct);
        if (lines is not [var line]) return Refusal.OccurrenceUnknown.Result();
        Etag.Tell(http.Response, line.Occurrence.Xmin);
        return TypedResults.Ok(OccurrenceResponse.Of(line, space, programme.Clock, language?.Tag));
    }
}
