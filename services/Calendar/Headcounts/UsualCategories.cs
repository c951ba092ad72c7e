using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>The six that Kivenkolo's yearly figures are made of; a space counts these until it chooses its own.</summary>
internal static class UsualCategories
{
    private static readonly string[] Codes = ["clients", "students", "partners", "groups", "encounters", "networks"];

    private static readonly LocalizedText[] Names = [.. Codes.Select(code => ResidentTexts.In(texts => texts.Categories.GetValueOrDefault(code, "")))];

    public static IReadOnlyList<Category> Of(Guid spaceId) =>
        [.. Codes.Select((code, i) => new Category { SpaceId = spaceId, Code = code, Name = Names[i], Position = i, InUse = true })];
}
