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
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="Code">The name in figures: 1–40 lower-case letters, digits and hyphens.</param>
/// <param name="Name">The name for people.</param>
public sealed record CategoryInUse(
    [property: Required, RegularExpression(Category.CodePattern)] string? Code,
    [property: Required, Localized(80)] LocalizedText? Name);

/// <param name="Categories">What is counted from now on, in the order of the tally.</param>
public sealed record ChooseCategoriesRequest(
    [property: Required, MinLength(1), MaxLength(Category.MostInUse)] CategoryInUse[]? Categories) : IValidatableObject
{
    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Categories is null) yield break;
        if (Categories.Any(category => category is null)) yield return new("A category is missing.", [nameof(Categories)]);
        else if (Categories.DistinctBy(category => category.Code).Count() < Categories.Length)
            yield return new("Each category is named once.", [nameof(Categories)]);
        // The generated validation does not look into the elements of an array.
        foreach (var (i, category) in Categories.Index().Where(element => element.Item is not null))
        {
            var wrong = new List<ValidationResult>();
            Validator.TryValidateObject(category, new(category), wrong, validateAllProperties: true);
            foreach (var result in wrong)
                yield return new(result.ErrorMessage, [.. result.MemberNames.Select(member => $"{nameof(Categories)}[{i}].{member}")]);
        }
    }
}

/// <summary>
/// The coordinator chooses what the space counts. What is left out goes out of use and keeps its name, for the figures it is in; the same
/// choice again changes nothing.
/// </summary>
internal static class ChooseCategories
{
    public static void Map(RouteGroupBuilder categories) => categories
        .MapPut("", Handle)
        .WithName(nameof(ChooseCategories))
        .WithSummary("Choose what is counted")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator);

    internal static async Task<Results<Ok<Page<CategoryResponse>>, LocalizedProblem>> Handle(
        ChooseCategoriesRequest request, CalendarDb db, CurrentSpace space, CancellationToken ct)
    {
        await using var change = await db.BeginChange(DerivedId.OfCategories(space.Id), ct);
        var known = await db.Categories.ToDictionaryAsync(c => c.Code, ct);
        // The first choice keeps the names of the usual ones, which may have been counted.
        if (known.Count == 0)
            foreach (var usual in UsualCategories.Of(space.Id)) Add(usual);

        foreach (var category in known.Values) category.InUse = false;
        foreach (var (position, chosen) in request.Categories!.Index())
        {
            if (!known.TryGetValue(chosen.Code!, out var category))
                Add(category = new Category { SpaceId = space.Id, Code = chosen.Code!, Name = chosen.Name!, Position = position, InUse = true });
            (category.Name, category.Position, category.InUse) = (chosen.Name!, position, true);
        }
        if (known.Count > Category.Most) return Refusal.CategoryLimitReached.Result();

        await db.SaveChange(change, ct);
        return await ListCategories.Handle(db, space, ct);

        void Add(Category category)
        {
            known.Add(category.Code, category);
            db.Categories.Add(category);
        }
    }
}
