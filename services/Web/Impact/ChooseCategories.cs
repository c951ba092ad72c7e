using System.Globalization;
using System.Text.RegularExpressions;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Impact;

/// <summary>
/// The coordinator chooses what the space counts: names in the space's languages, the order of the tally, what is counted no more, and a new one.
/// </summary>
internal static partial class ChooseCategories
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator];

    /// <summary>The field of what is not there yet.</summary>
    public const string New = "new";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/categories", Show).OpenToStaff($"{nameof(ChooseCategories)}.Show", Roles);
        pages.MapPost("/categories", Handle).SentByStaff(nameof(ChooseCategories), Roles);
    }

    internal static async Task<IResult> Show(bool? saved, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var categories = await calendar.ListCategories(reader.Slug!, ct).Page();
        if (categories.Value is not { } known) return Html.Instead(categories);
        var posted = Posted.None(reader.Words);
        foreach (var (position, category) in known.Items.Index())
        {
            foreach (var (language, text) in category.Name) posted.With($"{category.Code}.{language}", text);
            posted.With($"{category.Code}.order", (position + 1).ToString(CultureInfo.InvariantCulture));
            if (category.InUse) posted.With($"{category.Code}.counted", "true");
        }
        return Page(known.Items, posted, saved == true);
    }

    internal static async Task<IResult> Handle(IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var categories = await calendar.ListCategories(reader.Slug!, ct).Page();
        if (categories.Value is not { } known) return Html.Instead(categories);
        var posted = new Posted(form, reader.Words);
        var chosen = new List<(int Order, CategoryInUse Category)>();
        foreach (var category in known.Items.Where(category => posted.Has($"{category.Code}.counted", "true")))
            chosen.Add((posted.Number($"{category.Code}.order", 0, 100), new() { Code = category.Code, Name = Name(category.Code, category.Name) }));
        if (posted.Optional($"{New}.code", 40) is { } code)
        {
            if (!Code().IsMatch(code) || known.Items.Any(category => category.Code == code)) posted.Wrong($"{New}.code", reader.Words.Forms.CheckThis);
            chosen.Add((int.MaxValue, new() { Code = code, Name = Name(New, LocalizedText.Empty) }));
        }
        if (chosen.Count == 0) posted.Wrong($"{known.Items[0].Code}.counted", reader.Words.Forms.ChooseOne);
        return posted.IsFine && posted.Took(await calendar.ChooseCategories(
                reader.Slug!, new() { Categories = [.. chosen.OrderBy(one => one.Order).Select(one => one.Category)] }, ct))
            ? Html.SeeOther(reader.To("/categories?saved=true"))
            : Page(known.Items, posted, false);

        // What is kept in other languages stays.
        LocalizedText Name(string field, LocalizedText before)
        {
            var written = reader.Languages.Select(language => (Language: language, Text: posted.Optional($"{field}.{language}", CategoryInUse.NameMaxLength)))
                .ToList();
            if (written.TrueForAll(one => one.Text is null)) posted.Wrong($"{field}.{reader.Languages[0]}", reader.Words.Forms.Needed);
            return new([
                .. written.Where(one => one.Text is not null).Select(one => new KeyValuePair<string, string>(one.Language, one.Text!)),
                .. before.Where(variant => !reader.Languages.Contains(variant.Key, StringComparer.OrdinalIgnoreCase)),
            ]);
        }
    }

    private static IResult Page(IReadOnlyList<CategoryResponse> known, Posted posted, bool saved) =>
        Html.Page<CategoriesPage>(new { Known = known, Posted = posted, Saved = saved }, posted.Status);

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex Code();
}
