using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Keywords;

public sealed record NameKeywordRequest([property: Required, Localized(200)] LocalizedText? Label);

/// <summary>The coordinator or an editor says what a keyword is called here, or says it anew; sending it again changes nothing.</summary>
internal static class NameKeyword
{
    public static void Map(RouteGroupBuilder keywords) => keywords
        .MapPut("/{keyword}", Handle)
        .WithName(nameof(NameKeyword))
        .WithSummary("Name a keyword")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<KeywordResponse>, Created<KeywordResponse>, LocalizedProblem>> Handle(
        KeywordId keyword, NameKeywordRequest request, CalendarDb db, CurrentSpace space, HttpContext http, CancellationToken ct)
    {
        await using var change = await db.BeginChange(DerivedId.OfKeyword(space.Id, keyword), ct);
        // An activity that uses the keyword for the first time at this moment makes the row, too; whoever is later finds it.
        await db.AddKeywords(space.Id, [keyword.Id], ct);
        var named = await db.Keywords.SingleAsync(k => k.Id == keyword.Id, ct);
        var isNew = named.Label.IsEmpty;
        if (!Etag.Matches(http.Request, isNew ? null : named.Xmin)) return Refusal.VersionChanged.Result();
        named.Label = request.Label!;
        await db.SaveChange(change, ct);

        Etag.Tell(http.Response, named.Xmin);
        return isNew
            ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/keywords", KeywordResponse.Of(named))
            : TypedResults.Ok(KeywordResponse.Of(named));
    }
}
