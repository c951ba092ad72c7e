using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="Code">The name in figures, such as <c>clients</c>.</param>
/// <param name="Name">The name for people.</param>
/// <param name="InUse">Whether it is counted now; what went out of use is in older figures.</param>
public sealed record CategoryResponse(string Code, LocalizedText Name, bool InUse)
{
    internal static CategoryResponse Of(Category category) => new(category.Code, category.Name, category.InUse);
}

/// <summary>Everyone reads what the space counts, in the order of the tally; those out of use come last.</summary>
internal static class ListCategories
{
    public static void Map(RouteGroupBuilder categories) => categories
        .MapGet("", Handle)
        .WithName(nameof(ListCategories))
        .WithSummary("What the space counts, by the names of the categories")
        .ReadByEveryone();

    internal static async Task<Ok<Page<CategoryResponse>>> Handle(CalendarDb db, CurrentSpace space, CancellationToken ct) =>
        TypedResults.Ok(new Page<CategoryResponse>([.. (await Of(db, space, ct)).Select(CategoryResponse.Of)], null));

    /// <summary>Those the space chose; the usual six while it has chosen none.</summary>
    internal static async Task<IReadOnlyList<Category>> Of(CalendarDb db, CurrentSpace space, CancellationToken ct)
    {
        var chosen = await db.Categories.AsNoTracking().OrderByDescending(c => c.InUse).ThenBy(c => c.Position).ThenBy(c => c.Code).ToListAsync(ct);
        return chosen.Count > 0 ? chosen : UsualCategories.Of(space.Id);
    }
}
