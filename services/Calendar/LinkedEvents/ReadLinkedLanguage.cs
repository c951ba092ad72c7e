using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads what a language is called.</summary>
internal static class ReadLinkedLanguage
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/language/{id}", Handle)
        .WithName(nameof(ReadLinkedLanguage))
        .WithSummary("One language")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedLanguage>, LocalizedProblem>> Handle(string id, LinkedProgramme programme, CancellationToken ct) =>
        (await programme.Languages(ct)).FirstOrDefault(language => language.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } found
            ? TypedResults.Ok(found)
            : Refusal.ResourceUnknown.Result();
}
