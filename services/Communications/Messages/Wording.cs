using Kivenkolo.Communications.Texts;

namespace Kivenkolo.Communications.Messages;

/// <summary>One line of the week as a reader in the space sees it.</summary>
/// <param name="Start">Start on the space's wall clock.</param>
/// <param name="End">End on the space's wall clock.</param>
/// <param name="Title">What it is, in the language of the letter.</param>
/// <param name="Place">Where; empty when it is not known.</param>
public sealed record Line(DateTime Start, DateTime End, string Title, string Place);

/// <summary>The letters and notices that the house drafts itself, in one language.</summary>
public sealed class Wording
{
    private readonly ResidentTexts texts;

    private Wording(ResidentTexts texts) => this.texts = texts;

    /// <summary>One for each language that has every phrase; in others people write.</summary>
    public static IReadOnlyList<Wording> All { get; } = [.. ResidentTexts.Complete.Select(texts => new Wording(texts))];

    /// <summary>The language's tag.</summary>
    public string Language => texts.Language;

    /// <summary>The subject of the letter of a week.</summary>
    public string WeekSubject(string space, int week) => texts.Week.Subject(space, week);

    /// <summary>The letter of a week.</summary>
    public string WeekBody(string space, int week, DateTime monday, IReadOnlyList<Line> lines)
    {
        var (from, to) = (DateOnly.FromDateTime(monday), DateOnly.FromDateTime(monday).AddDays(6));
        var opening = texts.Week.Opening(space, week, texts.Dates.ShortDate(from), texts.Dates.ShortDate(to),
            texts.Dates.WeekdayAndShortDate(from), texts.Dates.WeekdayAndShortDate(to));
        var days = lines.GroupBy(line => DateOnly.FromDateTime(line.Start)).Select(day => Day(day.Key, day));
        string[] paragraphs = [opening, .. lines.Count == 0 ? [texts.Week.Nothing] : days, texts.Week.Closing];
        return string.Join("\n\n", paragraphs);
    }

    /// <summary>The subject of the notice that something will not take place.</summary>
    public string CancelledSubject(string title, DateTime start) => texts.Notices.CancelledSubject(title, When(start).Day, When(start).Time);

    /// <summary>The notice that something will not take place; <paramref name="reason"/> is null when none is told in this language.</summary>
    public string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        texts.Notices.Cancelled(title, When(start).Day, Times(start, end), reason is null ? "" : "\n\n" + texts.Notices.Because(reason));

    /// <summary>The subject of the notice that something takes place at another time or place.</summary>
    public string ChangedSubject(string title, DateTime start) => texts.Notices.ChangedSubject(title, When(start).Day, When(start).Time);

    /// <summary>The notice that something takes place at another time or place.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="start">Its start now.</param>
    /// <param name="end">Its end now.</param>
    /// <param name="before">Its start before; null when the time is the same.</param>
    /// <param name="place">Where; null when it is not known.</param>
    /// <param name="note">What else is told of it in this language, if anything.</param>
    public string ChangedBody(string title, DateTime start, DateTime end, DateTime? before, string? place, string? note) => texts.Notices.Changed(
        title, When(start).Day, Times(start, end), place is null ? "" : "\n" + texts.Notices.Where(place),
        before is { } old ? "\n\n" + texts.Notices.Before(When(old).Day, When(old).Time) : "", Paragraph(note));

    /// <summary>The subject of the notice that something waits for a new time.</summary>
    public string PostponedSubject(string title, DateTime start) => texts.Notices.PostponedSubject(title, When(start).Day, When(start).Time);

    /// <summary>The notice that something waits for a new time; <paramref name="note"/> is null when none is told in this language.</summary>
    public string PostponedBody(string title, DateTime start, DateTime end, string? note) =>
        texts.Notices.Postponed(title, When(start).Day, Times(start, end), Paragraph(note));

    private string Day(DateOnly day, IEnumerable<Line> lines)
    {
        var name = texts.Dates.WeekdayAndShortDate(day);
        var heading = texts.Week.Day(char.ToUpperInvariant(name[0]) + name[1..], texts.Dates.Weekday(day).ToUpperInvariant(), texts.Dates.ShortDate(day));
        return string.Join('\n', lines.Select(Said).Prepend(heading));
    }

    private string Said(Line line) => line.Place.Length == 0
        ? texts.Week.Line(Times(line.Start, line.End), line.Title)
        : texts.Week.LineWithPlace(Times(line.Start, line.End), line.Title, line.Place);

    private (string Day, string Time) When(DateTime start) => texts.Dates.WeekdayShortDateAndTime(start);

    private string Times(DateTime start, DateTime end) => texts.Dates.Times(TimeOnly.FromDateTime(start), TimeOnly.FromDateTime(end));

    private static string Paragraph(string? note) => note is null ? "" : "\n\n" + note;
}
