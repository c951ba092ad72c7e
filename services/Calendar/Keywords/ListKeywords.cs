using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Keywords;

/// <param name="Id">Such as yso:p4354.</param>
/// <param name="Uri">The concept's address in the ontology.</param>
/// <param name="Label">The space's words for it; empty when it is used and was not named yet.</param>
public sealed record KeywordResponse(string Id, string Uri, LocalizedText Label)
{
    internal static KeywordResponse Of(Keyword keyword) => new(keyword.Id, new KeywordId(keyword.Id).Uri, keyword.Label);
}

/// <summary>Everyone reads which keywords the space's activities have, and what they are called.</summary>
internal static class ListKeywords
{
    public static void Map(RouteGroupBuilder keywords) => keywords
        .MapGet("", Handle)
        .WithName(nameof(ListKeywords))
        .WithSummary("The space's keywords")
        .ReadByEveryone();

    internal static async Task<Ok<Page<KeywordResponse>>> Handle(
        CalendarDb db, CancellationToken ct, KeywordId? after = null, [Range(1, Page<KeywordResponse>.Most)] int limit = Page<KeywordResponse>.Usual)
    {
        var keywords = db.Keywords.AsNoTracking();
        // As a row, so that the database compares as it orders.
        if (after is { Id: var last }) keywords = keywords.Where(k => EF.Functions.GreaterThan(ValueTuple.Create(k.Id), ValueTuple.Create(last)));
        var read = await keywords.OrderBy(k => k.Id).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(KeywordResponse.Of)], limit, keyword => keyword.Id));
    }
}
