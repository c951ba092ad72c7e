using System.Globalization;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Communications.Messages;

/// <summary>Writes the letter "this week at Kivenkolo" from a published week.</summary>
public static class WeekLetter
{
    /// <summary>
    /// The letter in each language in which every line can be told in exactly that language, so that a missing variant really means a
    /// missing translation. A place's name counts in plain Finnish when it is there in Finnish.
    /// </summary>
    public static WrittenText Write(WeekPublished week, LocalizedText space, TimeZoneInfo zone)
    {
        var (subject, body) = (LocalizedText.Empty, LocalizedText.Empty);
        var (year, number) = Parse(week.Week);
        var monday = ISOWeek.ToDateTime(year, number, DayOfWeek.Monday);
        foreach (var wording in Wording.All)
        {
            if (Lines(week, wording.Language, zone) is not { } lines) continue;
            var name = Letterhead.OneLine(space.In(wording.Language));
            subject = subject.With(wording.Language, Clipped(wording.WeekSubject(name, number), Message.LongestSubject));
            body = body.With(wording.Language, Clipped(wording.WeekBody(name, number, monday, lines), Message.LongestBody));
        }
        return new(subject, body);
    }

    /// <summary>A text cut to the length, with a sign that it was.</summary>
    internal static string Clipped(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = length - 1;
        return (char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end]) + "…";
    }

    private static List<Line>? Lines(WeekPublished week, string language, TimeZoneInfo zone)
    {
        var lines = new List<Line>();
        foreach (var occurrence in week.Occurrences.OrderBy(o => o.Start))
        {
            var place = occurrence.Place.IsEmpty ? "" : LanguageTag.Lookup(language).Select(tag => occurrence.Place[tag])
                .FirstOrDefault(text => text is not null);
            if (occurrence.Title[language] is not { } title || place is null) return null;
            lines.Add(new(Local(occurrence.Start, zone), Local(occurrence.End, zone), Letterhead.OneLine(title), Letterhead.OneLine(place)));
        }
        return lines;
    }

    private static DateTime Local(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;

    private static (int Year, int Week) Parse(string week) =>
        (int.Parse(week.AsSpan(0, 4), CultureInfo.InvariantCulture), int.Parse(week.AsSpan(6), CultureInfo.InvariantCulture));
}
