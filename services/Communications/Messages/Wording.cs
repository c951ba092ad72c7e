using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Communications.Messages;

/// <summary>One line of the week as a reader in the space sees it.</summary>
/// <param name="Start">Start on the space's wall clock.</param>
/// <param name="End">End on the space's wall clock.</param>
/// <param name="Title">What it is, in the language of the letter.</param>
/// <param name="Place">Where; empty when it is not known.</param>
public sealed record Line(DateTime Start, DateTime End, string Title, string Place);

/// <summary>
/// The phrases of one language, written for it and not translated word by word. Only these languages are drafted by the house itself;
/// others are written by people.
/// </summary>
public abstract class Wording
{
    /// <summary>Every language that has phrases.</summary>
    public static IReadOnlyList<Wording> All { get; } =
        [new FinnishWording(), new PlainFinnishWording(), new SwedishWording(), new EnglishWording(), new ArabicWording()];

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

    /// <summary>The subject of the notice that something takes place at another time or place.</summary>
    public abstract string ChangedSubject(string title, DateTime start);

    /// <summary>The notice that something takes place at another time or place.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="start">Its start now.</param>
    /// <param name="end">Its end now.</param>
    /// <param name="before">Its start before; null when the time is the same.</param>
    /// <param name="place">Where; null when it is not known.</param>
    /// <param name="note">What else is told of it in this language, if anything.</param>
    public abstract string ChangedBody(string title, DateTime start, DateTime end, DateTime? before, string? place, string? note);

    /// <summary>The subject of the notice that something waits for a new time.</summary>
    public abstract string PostponedSubject(string title, DateTime start);

    /// <summary>The notice that something waits for a new time; <paramref name="note"/> is null when none is told in this language.</summary>
    public abstract string PostponedBody(string title, DateTime start, DateTime end, string? note);

    /// <summary>What stands in place of the days in a week without a programme.</summary>
    protected abstract string NothingPlanned { get; }

    /// <summary>The letter's last words.</summary>
    protected abstract string Closing { get; }

    /// <summary>The letter's first words.</summary>
    protected abstract string Opening(string space, int week, DateTime monday, DateTime sunday);

    /// <summary>One day of the letter.</summary>
    protected abstract string Day(DateTime day, IReadOnlyList<Line> lines);

    /// <summary>How days and times are written.</summary>
    protected MailDates Dates => MailDates.In(Language);

    /// <summary>14.00–15.30</summary>
    protected string Times(Line line) => Dates.Times(line.Start, line.End);

    /// <summary>With a capital letter at the beginning.</summary>
    protected static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The title, and the place after a comma when it is known.</summary>
    protected static string What(Line line, string comma = ", ") => line.Place.Length == 0 ? line.Title : $"{line.Title}{comma}{line.Place}";
}

internal sealed class FinnishWording : Wording
{
    public override string Language => "fi";

    protected override string NothingPlanned => "Tälle viikolle ei ole vielä ohjelmaa.";

    protected override string Closing => "Tervetuloa mukaan!";

    public override string WeekSubject(string space, int week) => $"{space}: tämän viikon ohjelma, viikko {week}";

    public override string CancelledSubject(string title, DateTime start) => $"Peruttu: {title}, {When(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"{title} on peruttu.\n\nAjankohta olisi ollut {Dates.Day(start)} klo {Dates.Times(start, end)}."
        + (reason is null ? "" : $"\n\nSyy: {reason}") + "\n\nPahoittelemme muutosta.";

    public override string ChangedSubject(string title, DateTime start) => $"Muutos: {title}, {When(start)}";

    public override string ChangedBody(string title, DateTime start, DateTime end, DateTime? before, string? place, string? note) =>
        $"{title}: muutos ohjelmaan.\n\nAjankohta on nyt {Dates.Day(start)} klo {Dates.Times(start, end)}."
        + (place is null ? "" : $"\nMissä: {place}") + (before is { } old ? $"\n\nAiempi ajankohta oli {When(old)}." : "")
        + (note is null ? "" : $"\n\n{note}") + "\n\nPahoittelemme muutosta.";

    public override string PostponedSubject(string title, DateTime start) => $"Lykätty: {title}, {When(start)}";

    public override string PostponedBody(string title, DateTime start, DateTime end, string? note) =>
        $"{title} on lykätty.\n\nAjankohta olisi ollut {Dates.Day(start)} klo {Dates.Times(start, end)}.\n"
        + "Kerromme uuden ajan, kun tiedämme sen." + (note is null ? "" : $"\n\n{note}") + "\n\nPahoittelemme muutosta.";

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"Hei!\n\nTässä on ohjelma viikolle {week}, {Dates.Date(monday)}–{Dates.Date(sunday)}\nMissä: {space}";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) =>
        string.Join('\n', lines.Select(line => $"klo {Times(line)} {What(line)}").Prepend(Capital(Dates.Day(day))));

    private string When(DateTime start) => $"{Dates.Day(start)} klo {Dates.Time(start)}";
}

/// <summary>Plain Finnish: short sentences, familiar words, one fact on a line.</summary>
internal sealed class PlainFinnishWording : Wording
{
    public override string Language => "fi-simple";

    protected override string NothingPlanned => "Tällä viikolla ei ole ohjelmaa.";

    protected override string Closing => "Tule mukaan! Olet tervetullut.";

    public override string WeekSubject(string space, int week) => $"{space}: mitä tapahtuu tällä viikolla?";

    public override string CancelledSubject(string title, DateTime start) =>
        $"Peruttu: {title}, {Dates.Day(start)} kello {Dates.Time(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"{title} on peruttu.\nÄlä siis tule.\n\nPäivä: {Dates.Day(start)}\nKello: {Dates.Times(start, end)}"
        + (reason is null ? "" : $"\n\nMiksi?\n{reason}");

    public override string ChangedSubject(string title, DateTime start) =>
        $"Muutos: {title}, {Dates.Day(start)} kello {Dates.Time(start)}";

    public override string ChangedBody(string title, DateTime start, DateTime end, DateTime? before, string? place, string? note) =>
        $"{title}: tässä on uusi tieto.\n\nPäivä: {Dates.Day(start)}\nKello: {Dates.Times(start, end)}"
        + (place is null ? "" : $"\nMissä: {place}")
        + (before is { } old ? $"\n\nÄlä tule silloin:\n{Dates.Day(old)} kello {Dates.Time(old)}" : "")
        + (note is null ? "" : $"\n\n{note}");

    public override string PostponedSubject(string title, DateTime start) =>
        $"Myöhemmin: {title}, {Dates.Day(start)} kello {Dates.Time(start)}";

    public override string PostponedBody(string title, DateTime start, DateTime end, string? note) =>
        $"{title} on myöhemmin.\nÄlä tule silloin:\n\nPäivä: {Dates.Day(start)}\nKello: {Dates.Times(start, end)}"
        + "\n\nKerromme uuden ajan, kun tiedämme sen." + (note is null ? "" : $"\n\n{note}");

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"Hei!\n\nTässä on tämän viikon ohjelma.\nMissä: {space}\nViikko: {week}\nPäivät: {Dates.Date(monday)}–{Dates.Date(sunday)}";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) => string.Join("\n\n",
        lines.Select(line => $"{line.Title}\nKello: {Times(line)}" + (line.Place.Length == 0 ? "" : $"\nMissä: {line.Place}"))
            .Prepend($"{Dates.Weekday(day).ToUpperInvariant()} {Dates.Date(day)}"));
}

internal sealed class SwedishWording : Wording
{
    public override string Language => "sv";

    protected override string NothingPlanned => "Det finns ännu inget program för den här veckan.";

    protected override string Closing => "Varmt välkommen!";

    public override string WeekSubject(string space, int week) => $"Den här veckan: {space}, vecka {week}";

    public override string CancelledSubject(string title, DateTime start) => $"Inställt: {title}, {Dates.Day(start)} kl. {Dates.Time(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"{title} är inställt.\n\nDet skulle ha varit {Dates.Day(start)} kl. {Dates.Times(start, end)}."
        + (reason is null ? "" : $"\n\nOrsak: {reason}") + "\n\nVi beklagar ändringen.";

    public override string ChangedSubject(string title, DateTime start) => $"Ändring: {title}, {Dates.Day(start)} kl. {Dates.Time(start)}";

    public override string ChangedBody(string title, DateTime start, DateTime end, DateTime? before, string? place, string? note) =>
        $"{title}: en ändring i programmet.\n\nTiden är nu {Dates.Day(start)} kl. {Dates.Times(start, end)}."
        + (place is null ? "" : $"\nVar: {place}") + (before is { } old ? $"\n\nDen tidigare tiden var {Dates.Day(old)} kl. {Dates.Time(old)}." : "")
        + (note is null ? "" : $"\n\n{note}") + "\n\nVi beklagar ändringen.";

    public override string PostponedSubject(string title, DateTime start) => $"Uppskjutet: {title}, {Dates.Day(start)} kl. {Dates.Time(start)}";

    public override string PostponedBody(string title, DateTime start, DateTime end, string? note) =>
        $"{title} skjuts upp.\n\nDet skulle ha varit {Dates.Day(start)} kl. {Dates.Times(start, end)}.\nVi berättar den nya tiden när vi vet den."
        + (note is null ? "" : $"\n\n{note}") + "\n\nVi beklagar ändringen.";

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"Hej!\n\nHär är programmet för vecka {week}, {Dates.Date(monday)}–{Dates.Date(sunday)}.\nVar: {space}";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) =>
        string.Join('\n', lines.Select(line => $"kl. {Times(line)} {What(line)}").Prepend(Capital(Dates.Day(day))));
}

internal sealed class EnglishWording : Wording
{
    public override string Language => "en";

    protected override string NothingPlanned => "Nothing is planned for this week yet.";

    protected override string Closing => "You are welcome to join!";

    public override string WeekSubject(string space, int week) => $"This week at {space}: week {week}";

    public override string CancelledSubject(string title, DateTime start) => $"Cancelled: {title}, {Dates.Day(start)} {Dates.Time(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"{title} is cancelled.\n\nIt would have been on {Dates.Day(start)} at {Dates.Times(start, end)}."
        + (reason is null ? "" : $"\n\nThe reason: {reason}") + "\n\nWe are sorry for the change.";

    public override string ChangedSubject(string title, DateTime start) => $"Changed: {title}, {Dates.Day(start)} {Dates.Time(start)}";

    public override string ChangedBody(string title, DateTime start, DateTime end, DateTime? before, string? place, string? note) =>
        $"{title}: a change in the programme.\n\nIt is now on {Dates.Day(start)} at {Dates.Times(start, end)}."
        + (place is null ? "" : $"\nWhere: {place}") + (before is { } old ? $"\n\nBefore, it was to be on {Dates.Day(old)} at {Dates.Time(old)}." : "")
        + (note is null ? "" : $"\n\n{note}") + "\n\nWe are sorry for the change.";

    public override string PostponedSubject(string title, DateTime start) => $"Postponed: {title}, {Dates.Day(start)} {Dates.Time(start)}";

    public override string PostponedBody(string title, DateTime start, DateTime end, string? note) =>
        $"{title} is postponed.\n\nIt would have been on {Dates.Day(start)} at {Dates.Times(start, end)}.\nWe will tell the new time as soon as we know it."
        + (note is null ? "" : $"\n\n{note}") + "\n\nWe are sorry for the change.";

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"Hello!\n\nHere is what happens at {space} in week {week}, from {Dates.Day(monday)} to {Dates.Day(sunday)}.";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) =>
        string.Join('\n', lines.Select(line => $"{Times(line)} {What(line)}").Prepend(Dates.Day(day)));
}

internal sealed class ArabicWording : Wording
{
    public override string Language => "ar";

    protected override string NothingPlanned => "لا يوجد برنامج لهذا الأسبوع بعد.";

    protected override string Closing => "أهلًا وسهلًا بالجميع!";

    public override string WeekSubject(string space, int week) => $"{space}: برنامج هذا الأسبوع، الأسبوع {week}";

    public override string CancelledSubject(string title, DateTime start) => $"أُلغي: {title}، {Dates.Day(start)} الساعة {Dates.Time(start)}";

    public override string CancelledBody(string title, DateTime start, DateTime end, string? reason) =>
        $"أُلغي: {title}\n\nكان الموعد: {Dates.Day(start)} الساعة {Dates.Times(start, end)}."
        + (reason is null ? "" : $"\n\nالسبب: {reason}") + "\n\nنعتذر عن هذا التغيير.";

    public override string ChangedSubject(string title, DateTime start) => $"تغيير: {title}، {Dates.Day(start)} الساعة {Dates.Time(start)}";

    public override string ChangedBody(string title, DateTime start, DateTime end, DateTime? before, string? place, string? note) =>
        $"تغيير في البرنامج: {title}\n\nالموعد الآن: {Dates.Day(start)} الساعة {Dates.Times(start, end)}."
        + (place is null ? "" : $"\nالموقع: {place}") + (before is { } old ? $"\n\nالموعد السابق: {Dates.Day(old)} الساعة {Dates.Time(old)}." : "")
        + (note is null ? "" : $"\n\n{note}") + "\n\nنعتذر عن هذا التغيير.";

    public override string PostponedSubject(string title, DateTime start) => $"أُجّل: {title}، {Dates.Day(start)} الساعة {Dates.Time(start)}";

    public override string PostponedBody(string title, DateTime start, DateTime end, string? note) =>
        $"أُجّل: {title}\n\nكان الموعد: {Dates.Day(start)} الساعة {Dates.Times(start, end)}.\nسنعلن الموعد الجديد فور معرفته."
        + (note is null ? "" : $"\n\n{note}") + "\n\nنعتذر عن هذا التغيير.";

    protected override string Opening(string space, int week, DateTime monday, DateTime sunday) =>
        $"مرحبًا!\n\nهذا برنامج الأسبوع {week}، من {Dates.Date(monday)} إلى {Dates.Date(sunday)}.\nالموقع: {space}";

    protected override string Day(DateTime day, IReadOnlyList<Line> lines) =>
        string.Join('\n', lines.Select(line => $"الساعة {Times(line)} {What(line, "، ")}").Prepend(Dates.Day(day)));
}
