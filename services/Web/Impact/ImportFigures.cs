using System.Text;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Impact;

/// <summary>The coordinator brings in the figures of earlier years: looks first at what the file would do, then does it.</summary>
internal static class ImportFigures
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator];

    /// <summary>The largest file, in bytes.</summary>
    private const int MostBytes = 1_000_000;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/impact/import", Show).OpenToStaff($"{nameof(ImportFigures)}.Show", Roles);
        pages.MapPost("/impact/import", Handle).SentByStaff(nameof(ImportFigures), Roles);
    }

    internal static async Task<IResult> Show(Reader reader, CalendarClient calendar, CancellationToken ct) =>
        await Page(Posted.None(reader.Words), null, null, reader, calendar, ct);

    internal static async Task<IResult> Handle(IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var text = await Text(form, ct);
        if (text is null) posted.Wrong("file", reader.Words.Staff.Tally.FileTooLarge);
        var answer = text is null ? null : await calendar.ImportHeadcounts(reader.Slug!, text, dryRun: !posted.Has("do", "bring-in"), ct);
        if (answer is not null) posted.Took(answer);
        return await Page(posted, text, answer?.Value, reader, calendar, ct);
    }

    /// <summary>The file that was chosen; or the text of the one that was looked at, which the page kept.</summary>
    private static async Task<string?> Text(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("file") is not { Length: > 0 } file) return form["text"].ToString() is { Length: > 0 } kept ? kept : null;
        if (file.Length > MostBytes) return null;
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(ct);
    }

    private static async Task<IResult> Page(Posted posted, string? text, ImportResponse? imported, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var categories = await calendar.ListCategories(reader.Slug!, ct).Page();
        return Html.Page<ImportFiguresPage>(new { Posted = posted, Text = text, Imported = imported, Categories = categories.Value?.Items ?? [] },
            posted.Status);
    }
}
