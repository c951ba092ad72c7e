using System.Globalization;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>Why a line of a history file cannot be taken.</summary>
public enum LineRule
{
    /// <summary>The header lacks the column.</summary>
    ColumnMissing,

    /// <summary>The header has a column that is neither of the file nor a category of the space.</summary>
    UnknownColumn,

    /// <summary>The header has the column twice.</summary>
    ColumnTwice,

    /// <summary>The line has more cells than the header.</summary>
    TooManyCells,

    /// <summary>The cell is empty.</summary>
    Missing,

    /// <summary>Not a day as 2024-12-31 or 31.12.2024, of the years 2000–2099.</summary>
    NotADate,

    /// <summary>The last day is before the first.</summary>
    EndsBeforeItBegins,

    /// <summary>More than 366 days.</summary>
    TooLong,

    /// <summary>Not a whole number from 0 to ten million.</summary>
    NotANumber,

    /// <summary>The scope names what is not a category of the space, or one twice.</summary>
    UnknownCategory,

    /// <summary>The count is not the sum of the categories.</summary>
    NotTheSum,

    /// <summary>The scope is not that of the categories that have a number.</summary>
    NotTheScope,

    /// <summary>An earlier line has the same period and scope.</summary>
    Twice,

    /// <summary>The space has several entries for this period and scope; which of them is meant cannot be known.</summary>
    SeveralEntered,

    /// <summary>More than 10,000 lines.</summary>
    TooManyLines,
}

/// <summary>A line that can be taken.</summary>
internal sealed record HistoryLine(int Line, Tally Tally);

/// <summary>A line that cannot be taken.</summary>
internal sealed record WrongLine(int Line, string Column, LineRule Rule);

/// <summary>
/// The figures of earlier years as a file: columns <c>from</c>, <c>to</c>, <c>scope</c> and <c>count</c>, and one for each category that was counted by
/// itself. A scope is written as its categories with blanks, commas or + between; an empty one was not stated.
/// </summary>
internal sealed class HistoryFile
{
    /// <summary>The most lines below the header.</summary>
    public const int MostLines = 10_000;

    private const NumberStyles Digits = NumberStyles.None;
    private static readonly string[] Own = ["from", "to", "scope", "count"];
    private static readonly DateInCalendarAttribute InCalendar = new();

    private readonly HashSet<string> categories;
    private readonly Dictionary<string, int> columns = [];
    private readonly Dictionary<string, int> seen = [];

    private HistoryFile(IEnumerable<string> categories) => this.categories = [.. categories];

    public List<HistoryLine> Lines { get; } = [];

    public List<WrongLine> Wrong { get; } = [];

    /// <summary>Reads the file; every line is looked at, and every one that is wrong is named with the first thing that is wrong in it.</summary>
    /// <param name="text">The file.</param>
    /// <param name="categories">The codes of the space's categories, those out of use included.</param>
    public static HistoryFile Read(string text, IEnumerable<string> categories)
    {
        var file = new HistoryFile(categories);
        using var records = CsvFile.Read(text).GetEnumerator();
        if (!file.ReadHeader(records.MoveNext() ? records.Current : new(1, []))) return file;
        for (var i = 0; records.MoveNext(); i++)
        {
            if (i == MostLines)
            {
                file.Wrong.Add(new(records.Current.Line, "", LineRule.TooManyLines));
                break;
            }
            if (file.ReadLine(records.Current, out var tally) is { } wrong) file.Wrong.Add(wrong);
            else if (!file.seen.TryAdd(KeyOf(tally!), records.Current.Line)) file.Wrong.Add(new(records.Current.Line, "from", LineRule.Twice));
            else file.Lines.Add(new(records.Current.Line, tally!));
        }
        return file;
    }

    /// <summary>What a line is about: two with the same key say the same figure.</summary>
    public static string KeyOf(Tally tally) =>
        string.Create(CultureInfo.InvariantCulture, $"{tally.FirstDay:O}:{tally.LastDay:O}:{string.Join(',', tally.Scope)}");

    private bool ReadHeader(CsvRecord header)
    {
        for (var i = 0; i < header.Cells.Count; i++)
        {
            var name = header.Cells[i].ToLowerInvariant();
            if (name.Length == 0) continue;
            if (!Own.Contains(name) && !categories.Contains(name)) Wrong.Add(new(header.Line, Shown(name), LineRule.UnknownColumn));
            else if (!columns.TryAdd(name, i)) Wrong.Add(new(header.Line, name, LineRule.ColumnTwice));
        }
        foreach (var needed in (string[])["from", "to"])
            if (!columns.ContainsKey(needed)) Wrong.Add(new(header.Line, needed, LineRule.ColumnMissing));
        if (!columns.ContainsKey("count") && !columns.Keys.Any(categories.Contains)) Wrong.Add(new(header.Line, "count", LineRule.ColumnMissing));
        return Wrong.Count == 0;
    }

    private WrongLine? ReadLine(CsvRecord record, out Tally? tally)
    {
        tally = null;
        if (record.Cells.Skip(columns.Values.Max() + 1).Any(cell => cell.Length > 0)) return Is("", LineRule.TooManyCells);
        foreach (var column in (string[])["from", "to"])
            if (Cell(column).Length == 0) return Is(column, LineRule.Missing);
        if (Date(Cell("from")) is not { } from) return Is("from", LineRule.NotADate);
        if (Date(Cell("to")) is not { } to) return Is("to", LineRule.NotADate);
        if (to < from) return Is("to", LineRule.EndsBeforeItBegins);
        if (to.DayNumber - from.DayNumber >= RecordHeadcountRequest.MostDays) return Is("to", LineRule.TooLong);

        string[] scope = [.. Cell("scope").ToLowerInvariant().Split([' ', ',', '+', '|'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        if (scope.Except(categories).Any() || scope.Distinct().Count() < scope.Length || scope.Length > Category.MostInUse)
            return Is("scope", LineRule.UnknownCategory);
        var parts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var category in columns.Keys.Where(column => categories.Contains(column) && Cell(column).Length > 0))
        {
            if (Number(Cell(category)) is not { } part) return Is(category, LineRule.NotANumber);
            parts.Add(category, part);
        }
        var count = Cell("count").Length == 0 ? parts.Count == 0 ? null : parts.Values.Sum() : Number(Cell("count"));
        if (count is null) return Is("count", Cell("count").Length == 0 ? LineRule.Missing : LineRule.NotANumber);
        if (parts.Count > Category.MostInUse) return Is("", LineRule.TooManyCells);
        if (parts.Count > 0 && parts.Values.Sum() != count) return Is("count", LineRule.NotTheSum);
        if (parts.Count > 0 && scope.Length > 0 && !scope.SequenceEqual(parts.Keys)) return Is("scope", LineRule.NotTheScope);

        tally = new(null, from, to, null, null, parts.Count > 0 ? [.. parts.Keys] : scope, parts.Count > 0 ? [.. parts.Values] : null, count.Value);
        return null;

        string Cell(string column) => columns.TryGetValue(column, out var i) && i < record.Cells.Count ? record.Cells[i] : "";
        WrongLine Is(string column, LineRule rule) => new(record.Line, column, rule);
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && InCalendar.IsValid(date)
            ? date : null;

    // 10 136, with any kind of space in it.
    private static int? Number(string text) =>
        int.TryParse(string.Concat(text.Where(c => !char.IsWhiteSpace(c))), Digits, CultureInfo.InvariantCulture, out var number)
            && number <= RecordHeadcountRequest.Most ? number : null;

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40];
}
