using System.Globalization;
using System.Net;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;
using Microsoft.Extensions.Primitives;

namespace Kivenkolo.Web.Impact;

/// <summary>What is counted: an occurrence, or some hours of a day when the house was simply open.</summary>
/// <param name="Path">Its page, without language and space.</param>
/// <param name="OccurrenceId">The occurrence; null for a slot.</param>
/// <param name="Title">What the occurrence is called.</param>
public sealed record Counted(string Path, DateOnly Day, TimeOnly Start, TimeOnly End, Guid? OccurrenceId = null, LocalizedText? Title = null)
{
    /// <summary>Its entry's id: always the same, so that whoever sends it again corrects it.</summary>
    public Guid Entry(string space) => DeterministicId.Of(OccurrenceId is null ? space + Path : Path);

    /// <summary>Whether the entry is about this.</summary>
    public bool Is(HeadcountResponse entry) => OccurrenceId is { } occurrence
        ? entry.OccurrenceId == occurrence
        : entry.OccurrenceId is null && entry.From == Day && entry.To == Day && entry.Start == Start && entry.End == End;
}

/// <summary>Those who run the house note how many came, by category: numbers only. Sending the tally again corrects it.</summary>
internal static class CountVisitors
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Facilitator, Role.Student];

    /// <summary>The most of one category at once.</summary>
    public const int Most = 9999;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/count", Choose).OpenToStaff($"{nameof(CountVisitors)}.Choose", Roles);
        pages.MapPage("/count/{occurrenceId:guid}", Show).OpenToStaff($"{nameof(CountVisitors)}.Show", Roles);
        pages.MapPost("/count/{occurrenceId:guid}", Handle).SentByStaff(nameof(CountVisitors), Roles);
        pages.MapPage("/count/slot", ShowSlot).OpenToStaff($"{nameof(CountVisitors)}.ShowSlot", Roles);
        pages.MapPost("/count/slot", HandleSlot).SentByStaff($"{nameof(CountVisitors)}.Slot", Roles);
    }

    /// <summary>What there is to count on a day.</summary>
    internal static async Task<IResult> Choose(string? day, string? start, string? end, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted([new("day", day ?? reader.Today.Iso()), new("start", start ?? ""), new("end", end ?? "")], reader.Words);
        var date = posted.Date("day");
        if (posted.IsFine && (start ?? end) is not null)
        {
            var (from, to) = (posted.Time("start"), posted.Time("end"));
            if (posted.IsFine && from >= to) posted.Wrong("end", reader.Words.Forms.CheckThis);
            if (posted.IsFine) return Html.SeeOther(reader.To(Slot(date, from, to).Path));
        }
        var week = await calendar.ReadWeek(reader.Slug!, $"{IsoWeek.Of(posted.Error("day") is null ? date : reader.Today)}", ct: ct);
        return Html.Page<ChooseCountPage>(new
        {
            Day =
            date, Occurrences = week.Value?.Occurrences.Where(o => o.LocalDate == date && !o.IsCancelled).ToArray(), Posted = posted
        }, posted.Status);
    }

    internal static async Task<IResult> Show(Guid occurrenceId, bool? saved, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var occurrence = await calendar.ReadOccurrence(reader.Slug!, occurrenceId, ct: ct);
        return occurrence.Value is { } found ? await Page(Of(found), saved == true, reader, calendar, ct) : Html.Instead(occurrence);
    }

    internal static Task<IResult> ShowSlot(
        DateOnly date, TimeOnly start, TimeOnly end, bool? saved, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Page(Slot(date, start, end), saved == true, reader, calendar, ct);

    internal static async Task<IResult> Handle(Guid occurrenceId, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var occurrence = await calendar.ReadOccurrence(reader.Slug!, occurrenceId, ct: ct);
        return occurrence.Value is { } found ? await Take(Of(found), form, reader, calendar, ct) : Html.Instead(occurrence);
    }

    internal static Task<IResult> HandleSlot(
        DateOnly date, TimeOnly start, TimeOnly end, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Take(Slot(date, start, end), form, reader, calendar, ct);

    private static async Task<IResult> Page(Counted counted, bool saved, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var categories = await calendar.ListCategories(reader.Slug!, ct).Page();
        var entered = await calendar.ListHeadcounts(reader.Slug!, counted.Day, counted.Day, ct).UpTo(Lists.Maximum);
        if (categories.Value is null) return Html.Instead(categories);
        if (entered.Value is null) return Html.Instead(entered);

        var posted = Posted.None(reader.Words);
        var now = entered.Value.Items.Where(counted.Is).ToList();
        foreach (var (category, count) in Numbers(now)) posted.With(category, count.ToString(CultureInfo.InvariantCulture));
        var corrections = new List<CorrectionResponse>();
        foreach (var entry in now.Where(entry => entry.Version > 1)) corrections.AddRange((await calendar.ListCorrections(reader.Slug!, entry.Id, ct)
            .UpTo(Lists.Maximum)).Value?.Items ?? []);
        return Html.Page<CountPage>(new
        {
            Counted = counted, Categories =
                Shown(categories.Value.Items, posted), Named = categories.Value.Items, Posted = posted, Version = Version(now), Saved = saved,
            Corrections = corrections.OrderByDescending(correction => correction.CorrectedAt).ToArray(),
        });
    }

    private static async Task<IResult> Take(Counted counted, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var categories = await calendar.ListCategories(reader.Slug!, ct).Page();
        if (categories.Value is null) return Html.Instead(categories);

        // One more, one fewer: buttons that work without a script. Nothing is stored before the numbers are saved.
        if (form["more"].ToString() is { Length: > 0 } more) return Again(Changed(form, more, 1, reader), pressed: ("more", more));
        if (form["fewer"].ToString() is { Length: > 0 } fewer) return Again(Changed(form, fewer, -1, reader), pressed: ("fewer", fewer));

        var posted = new Posted(form, reader.Words);
        var counts = new Dictionary<string, int>();
        foreach (var category in Shown(categories.Value.Items, posted))
            if (posted.Optional(category.Code, 20) is not null) counts.Add(category.Code, posted.Number(category.Code, 0, Most));
        if (counts.Count == 0 && posted.IsFine) posted.Wrong(categories.Value.Items[0].Code, reader.Words.Forms.Needed);
        if (!posted.IsFine) return Again(posted);

        // Twice: someone may correct the numbers between the look and the save.
        for (var i = 0; i < 2; i++)
        {
            var entered = await calendar.ListHeadcounts(reader.Slug!, counted.Day, counted.Day, ct).UpTo(Lists.Maximum);
            if (!posted.Took(entered)) return Again(posted);
            var now = entered.Value!.Items.Where(counted.Is).ToList();
            if (posted.Value("version") is { Length: > 0 } seen && seen != Version(now) && !Numbers(now)
                .SequenceEqual(counts.OrderBy(count => count.Key, StringComparer.Ordinal)))
                return Again(posted, now);
            var answer = await Save(counted, now, counts, reader, calendar, ct);
            if (answer.Status == HttpStatusCode.PreconditionFailed) continue;
            if (posted.Took(answer)) return Html.SeeOther(reader.To($"{counted.Path}{(counted.OccurrenceId is null ? '&' : '?')}saved=true"));
            break;
        }
        return Again(posted);

        // With what the house has now when that is not what the page showed: the person chooses.
        IResult Again(Posted posted, List<HeadcountResponse>? now = null, (string, string)? pressed = null) => Html.Page<CountPage>(new
        {
            Counted = counted, Categories = Shown(categories.Value.Items, posted, now), Named = categories.Value.Items, Posted = posted,
            Version = now is null ? posted.Value("version") : Version(now), Now = now is null ? null : Numbers(now), Pressed = pressed,
        }, now is null ? posted.Status : StatusCodes.Status409Conflict);
    }

    /// <summary>
    /// Stores the tally as one entry. What was entered one category at a time is corrected where it was entered, so that it does not count twice.
    /// </summary>
    private static async Task<ApiResponse<HeadcountResponse>> Save(
        Counted counted, List<HeadcountResponse> now, IReadOnlyDictionary<string, int> numbers, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var counts = numbers.ToDictionary();
        var id = counted.Entry(reader.Slug!);
        var entry = now.Find(headcount => headcount.Counts is not null) ?? now.Find(headcount => headcount.Id == id);
        ApiResponse<HeadcountResponse>? answer = null;
        foreach (var single in now.Where(headcount => headcount is { Counts: null, Scope.Count: 1 } && headcount != entry))
        {
            counts.Remove(single.Scope[0], out var count);
            answer = await calendar.RecordHeadcount(reader.Slug!, single.Id, Entry(single.Version, new() { [single.Scope[0]] = count }), ct: ct);
            if (!answer.IsDone) return answer;
        }
        return counts.Count == 0 && answer is not null ? answer : await calendar.RecordHeadcount(reader.Slug!, entry?.Id ?? id,
            Entry(entry?.Version ?? 0, counts), ct: ct);

        RecordHeadcountRequest Entry(long version, Dictionary<string, int> counts) => counted.OccurrenceId is { } occurrence
            ? new() { OccurrenceId = occurrence, Counts = counts, Version = version }
            : new() { From = counted.Day, To = counted.Day, Start = counted.Start, End = counted.End, Counts = counts, Version = version };
    }

    /// <summary>Which state of the entries the page shows: it grows with each of their corrections.</summary>
    private static string Version(List<HeadcountResponse> entries) => entries.Sum(entry => entry.Version).ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of each category.</summary>
    private static SortedDictionary<string, int> Numbers(List<HeadcountResponse> entries)
    {
        var numbers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (category, count) in entries.SelectMany(ByCategory)) numbers.TryAdd(category, count);
        return numbers;
    }

    private static IEnumerable<(string Category, int Count)> ByCategory(HeadcountResponse entry) =>
        entry.Counts is not null ? entry.Counts.Select(count => (count.Key, count.Value)) : entry.Scope.Count == 1 ? [(entry.Scope[0], entry.Count)] : [];

    /// <summary>The form with one number changed.</summary>
    private static Posted Changed(IFormCollection form, string category, int by, Reader reader)
    {
        var fields = form.ToDictionary(field => field.Key, field => field.Value);
        var number = int.TryParse(fields.GetValueOrDefault(category), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        fields[category] = new StringValues(Math.Clamp(number + by, 0, Most).ToString(CultureInfo.InvariantCulture));
        return new Posted(fields, reader.Words);
    }

    /// <summary>What is counted now, and what this tally has besides.</summary>
    private static CategoryResponse[] Shown(IReadOnlyList<CategoryResponse> categories, Posted posted, List<HeadcountResponse>? now = null) =>
        [.. categories.Where(category =>
        category.InUse || !string.IsNullOrEmpty(posted.Value(category.Code)) || now?.Exists(entry => entry.Scope.Contains(category.Code)) == true)];

    private static Counted Of(OccurrenceResponse occurrence) =>
        new($"/count/{occurrence.Id}", occurrence.LocalDate, occurrence.LocalStart, occurrence.LocalEnd, occurrence.Id, occurrence.Title);

    private static Counted Slot(DateOnly date, TimeOnly start, TimeOnly end) =>
        new(string.Create(CultureInfo.InvariantCulture, $"/count/slot?date={date:yyyy-MM-dd}&start={start:HH:mm}&end={end:HH:mm}"), date, start, end);
}
