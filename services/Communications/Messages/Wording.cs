using System.Globalization;
using Kivenkolo.Contracts;

namespace Kivenkolo.Communications.Messages;

/// <summary>One line of the week as a reader in the space sees it.</summary>
/// <param name="Start">Start on the space's wall clock.</param>
/// <param name="End">End on the space's wall clock.</param>
/// <param name="Title">What it is, in the language of the letter.</param>
/// <param name="Place">Where; empty when it is not known.</param>
public sealed record Line(DateTime Start, DateTime End, string Title, string Place);

/// <summary>
/// The phrases of one language, written for it and not translated word by word. Only these languages are drafted by the house itself;
/// others are written by people. Times are on the 24-hour clock in Finnish style, 14.00, in every language: they are what stands on the wall.
/// </summary>
public abstract class Wording
{
    /// <summary>Every language that has phrases.</summary>
    public static IReadOnlyList<Wording> All { get; } = [new FinnishWording(), new PlainFinnishWording(), new SwedishWording(), new EnglishWording()];

    /// <summary>The language's tag.</summary>
    public abstract string Language { get; }

    /// <summary>The subject of the letter of a week.</summary>
    public abstract string WeekSubject(string space, int week);

    /// <summary>The letter of a week.</summary>
    public string WeekBody(string space, int week, DateTime monday, IReadOnlyList<Line> lines)
    {
        var days = lines.GroupBy(line => line.Start.Date).Select(day => Day(day.Key, [.. day]));
        string[] paragraphs = [Opening(space, week, monday, monday.AddDays(6)), .. lines.Count == 0 ? [NothingPlanned] : days, Closing];
        return string.Join("\n\n", paragraphs);
    }

    /// <summary>The subject of the notice that something will not take place.</summary>
    public abstract string CancelledSubject(string title, DateTime start);

    /// <summary>The notice that something will not take place; <paramref name="reason"/> is null when none is told in this language.</summary>
    public abstract string CancelledBody(string title, DateTime start, DateTime end, string? reason);

    /// <summary>What stands in place of the days in a week without a programme.</summary>
    protected abstract string NothingPlanned { get; }

    /// <summary>The letter's last words.</summary>
    protected abstract string Closing { get; }

    /// <summary>The letter's first words.</summary>
    protected abstract string Opening(string space, int week, DateTime monday, DateTime sunday);

    /// <summary>One day of the letter.</summary>
    protected abstract string Day(DateTime day, IReadOnlyList<Line> lines);

    /// <summary>14.00</summary>
    protected static string Time(DateTime moment) => moment.ToString("HH'.'mm", CultureInfo.InvariantCulture);

    /// <summary>14.00–15.30</summary>
    protected static string Times(DateTime start, DateTime end) => $"{Time(start)}–{Time(end)}";

    /// <summary>23.11.</summary>
    protected static string DayAndMonth(DateTime day) => day.ToString("d'.'M'.'", CultureInfo.InvariantCulture);

    /// <summary>The name of the weekday from a list that begins with Monday.</summary>
    protected static string Weekday(string[] fromMonday, DateTime day) => fromMonday[((int)day.DayOfWeek + 6) % 7];

    /// <summary>With a capital letter at the beginning.</summary>
    protected static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The title, and the place after a comma when it is known.</summary>
    protected static string What(Line line) => line.Place.Length == 0 ? line.Title : $"{line.Title}, {line.Place}";
}

internal sealed class FinnishWording : Wording
{
    private static readonly string[] Weekdays = ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"];

    public override string Language => "fi";

    protected override string NothingPlanned => "Tälle viikolle ei ole vielä ohjelmaa.";

    protected override string Closing => "Tervetuloa mukaan!";

    public override string WeekSubject(string space, int week) => $"{space}: tämän viikon ohjelma, viikko {week}";

    public override string CancelledSubject(string title, DateTime start) => $"Peruttu: {title}, {When(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"{title} on peruttu.\n\nAjankohta olisi ollut {Weekday(Weekdays, start)} {DayAndMonth(start)} klo {Times(start, end)}."
        + (reason is null ? "" : $"\n\nSyy: {reason}") + "\n\nPahoittelemme muutosta.";

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"Hei!\n\nTässä on ohjelma viikolle {week}, {DayAndMonth(monday)}–{DayAndMonth(sunday)} Paikka on {space}.";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) =>
        string.Join('\n', lines.Select(line => $"klo {Times(line.Start, line.End)} {What(line)}").Prepend($"{Capital(Weekday(Weekdays, day))} {DayAndMonth(day)}"));

    private static string When(DateTime start) => $"{Weekday(Weekdays, start)} {DayAndMonth(start)} klo {Time(start)}";
}

/// <summary>Plain Finnish: short sentences, familiar words, one fact on a line.</summary>
internal sealed class PlainFinnishWording : Wording
{
    private static readonly string[] Weekdays = ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"];

    public override string Language => "fi-simple";

    protected override string NothingPlanned => "Tällä viikolla ei ole ohjelmaa.";

    protected override string Closing => "Tule mukaan! Olet tervetullut.";

    public override string WeekSubject(string space, int week) => $"{space}: mitä tapahtuu tällä viikolla?";

    public override string CancelledSubject(string title, DateTime start) =>
        $"Peruttu: {title}, {Weekday(Weekdays, start)} {DayAndMonth(start)} kello {Time(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"{title} on peruttu.\nÄlä siis tule.\n\nPäivä: {Weekday(Weekdays, start)} {DayAndMonth(start)}\nKello: {Times(start, end)}"
        + (reason is null ? "" : $"\n\nMiksi?\n{reason}");

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"Hei!\n\nTässä on tämän viikon ohjelma.\nPaikka: {space}\nViikko: {week}\nPäivät: {DayAndMonth(monday)}–{DayAndMonth(sunday)}";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) => string.Join("\n\n",
        lines.Select(line => $"{line.Title}\nKello: {Times(line.Start, line.End)}" + (line.Place.Length == 0 ? "" : $"\nPaikka: {line.Place}"))
            .Prepend($"{Weekday(Weekdays, day).ToUpperInvariant()} {DayAndMonth(day)}"));
}

internal sealed class SwedishWording : Wording
{
    private static readonly string[] Weekdays = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"];

    public override string Language => "sv";

    protected override string NothingPlanned => "Det finns ännu inget program för den här veckan.";

    protected override string Closing => "Varmt välkommen!";

    public override string WeekSubject(string space, int week) => $"Den här veckan: {space}, vecka {week}";

    public override string CancelledSubject(string title, DateTime start) => $"Inställt: {title}, {Date(start)} kl. {Time(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"{title} är inställt.\n\nDet skulle ha varit {Date(start)} kl. {Times(start, end)}."
        + (reason is null ? "" : $"\n\nOrsak: {reason}") + "\n\nVi beklagar ändringen.";

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"Hej!\n\nHär är programmet för vecka {week}, {Short(monday)}–{Short(sunday)}. Platsen är {space}.";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) =>
        string.Join('\n', lines.Select(line => $"kl. {Times(line.Start, line.End)} {What(line)}").Prepend(Capital(Date(day))));

    private static string Date(DateTime day) => $"{Weekday(Weekdays, day)} {Short(day)}";

    // Swedish in Finland writes the day and month without a final stop.
    private static string Short(DateTime day) => DayAndMonth(day).TrimEnd('.');
}

internal sealed class EnglishWording : Wording
{
    private static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public override string Language => "en";

    protected override string NothingPlanned => "Nothing is planned for this week yet.";

    protected override string Closing => "You are welcome to join!";

    public override string WeekSubject(string space, int week) => $"This week at {space}: week {week}";

    public override string CancelledSubject(string title, DateTime start) => $"Cancelled: {title}, {Date(start)} {Time(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"{title} is cancelled.\n\nIt would have been on {Date(start)} at {Times(start, end)}."
        + (reason is null ? "" : $"\n\nThe reason: {reason}") + "\n\nWe are sorry for the change.";

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"Hello!\n\nHere is what happens at {space} in week {week}, from {Date(monday)} to {Date(sunday)}.";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) =>
        string.Join('\n', lines.Select(line => $"{Times(line.Start, line.End)} {What(line)}").Prepend(Date(day)));

    private static string Date(DateTime day) =>
        string.Create(CultureInfo.InvariantCulture, $"{Weekday(Weekdays, day)} {day.Day} {Months[day.Month - 1]}");
}
