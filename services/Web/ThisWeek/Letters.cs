using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>
/// How large the letters of a week may be so that it fits on one sheet of paper, reckoned from its texts: a style sheet cannot know it. In
/// points on A4; A3 is the same enlarged. Sizes are those of the style sheet, in rem of 10 points.
/// </summary>
internal sealed record Letters(string Class, double Text, double Title, double Gap)
{
    private const double Rem = 10;
    private const double LineHeight = 1.2;
    private const double ArabicLineHeight = 1.35;

    // A4 less its margins, the head of the page and the line of what holds for all; a twentieth is kept for what the reckoning misses.
    private const double Room = (785 - 75 - 25) * 0.95;
    private const double LineLength = 440;

    // Average widths of Noto Sans, the widest of the style sheet's fonts.
    private const double TextWidth = 0.48;
    private const double TitleWidth = 0.58;

    private const double DayMargins = 10;

    // The pictogram before a text and the dot after it, in letters.
    private const int Around = 5;

    private static readonly Letters[] Sizes =
    [
        new("letters-1", 1.6, 1.85, 0.8), new("letters-2", 1.35, 1.55, 0.57), new("letters-3", 1.15, 1.32, 0.4), new("letters-4", 1, 1.15, 0.28),
        new("letters-5", 0.9, 1.03, 0.15),
    ];

    /// <summary>The largest with which the week fits; the smallest when none does, which is still that of a book: the week then takes a second sheet.</summary>
    /// <param name="week">What is shown.</param>
    /// <param name="forAll">Facts that are not said beside each activity.</param>
    /// <param name="reader">In whose language.</param>
    public static Letters For(ReadWeekResponse week, IReadOnlyCollection<string> forAll, Reader reader) =>
        Sizes.FirstOrDefault(size => size.Height(week, forAll, reader) <= Room) ?? Sizes[^1];

    private double Height(ReadWeekResponse week, IReadOnlyCollection<string> forAll, Reader reader)
    {
        var line = Rem * (reader.Direction == "rtl" ? ArabicLineHeight : LineHeight);
        var days = week.Occurrences.Select(o => o.LocalDate).Distinct().Count();
        // Empty days stand two on a line.
        var height = (days + ((7 - days + 1) / 2)) * ((Title * line) + DayMargins);
        foreach (var occurrence in week.Occurrences)
        {
            var changes = week.Changes.Count(change => change.OccurrenceId == occurrence.Id);
            height += (Lines(occurrence.Title.In(reader.Language)?.Length ?? 0, Title * TitleWidth) * Title * line) + (2 * Gap * Rem) + 1
                + ((changes + Lines(Said(occurrence, forAll, reader), Text * TextWidth)) * Text * line);
        }
        return height;
    }

    private static double Lines(int letters, double width) => Math.Ceiling(letters * width * Rem / LineLength);

    private static int Said(OccurrenceResponse occurrence, IReadOnlyCollection<string> forAll, Reader reader)
    {
        var words = reader.Words;
        if (occurrence.IsOff) return occurrence.Reason?.In(reader.Language)?.Length ?? 0;
        string?[] texts =
        [
            .. occurrence.Where(reader).Select(text => text.In(reader.Language)),
            .. occurrence.EasyToCome.Where(fact => !forAll.Contains(fact)).Select(words.Week.Fact),
            occurrence.SpokenLanguages is { Count: > 0 } spoken ? words.Week.Spoken(words.Dates.List([.. spoken.Select(words.Languages.Name)])) : null,
            occurrence.Provenance is null ? null : words.Week.YouAsked,
            occurrence.Title.Find(reader.Language) is { } title && reader.IsOther(title) ? words.House.TextIs(words.Languages.In(title.Language)) : null,
        ];
        return texts.Where(text => !string.IsNullOrEmpty(text)).Sum(text => text!.Length + Around);
    }
}
