using System.Text;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Sources;

namespace Kivenkolo.Calendar.Tests;

internal static class OutsideFuzz
{
    private const string Feed =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Helsinki:20261126T140000\r\nDURATION:PT1H30M\r\nSUMMARY;LANGUAGE=fi:Tee\\, "
            + "<b>pulla</b>\r\n"
        + "DESCRIPTION:Tule &amp; ota\r\n  ystävä "
            + "☕\\nmukaan\r\nRRULE:FREQ=WEEKLY;COUNT=9\r\nEXDATE;TZID=\"Europe/Helsinki\":20261203T140000,20261210T140000\r\nEND:VEVENT\r\n"
        + "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20261217T120000Z\r\nDTSTART:20261217T130000Z\r\nDTEND:20261217T140000Z\r\n"
        + "SUMMARY:Myöhemmin\r\nSTATUS:CANCELLED\r\n"
        + "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    private const string Page = """
        <html><script type="application/ld+json">{"@graph":[{"@type":["Event"],"name":"Tee <i>kahvi</i>","startDate":"2026-11-26T14:00:00+02:00",
        "endDate":"2026-11-26",
        "location":{"name":"Tupa","address":{"streetAddress":"Katu 1"}}},{"@type":"EventSeries",
        "subEvent":[{"@type":"MusicEvent","name":{"@value":"\u00e4\ud83d\ude00"},
        "startDate":"2026-12-06","duration":"PT2H","url":"https://example.org/"}]}]}</script></html>
        """;

    private static readonly string[] Words =
    [
        "\r\n ", "\n\t", "\r", "\0", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n", "BEGIN:X\r\n", "UID:2\r\n",
        "\r\nSUMMARY:", "\r\nDTSTART:", "\r\nRDATE:",
        "20261126T140000Z", ";TZID=", ";TZID=\"", "\"", ":", ";", ",", "=", "\\", "\\n", "<script>", "</script", "<", "<<", ">", "<!--", "&lt;", "&#0;",
        "&#xD800;", "&#1114112;", "\u202E", "\uFEFF",
        "PT9999999999H", "{", "[", "}", "]", "\"@type\":\"Event\",", "\\ud800", "\"startDate\":", "null", "1e400", "<script type=\"application/ld+json\">",
    ];

    private static readonly UTF8Encoding WellFormed = new(false, throwOnInvalidBytes: true);

    private static readonly WallClock Helsinki = WallClock.Of("Europe/Helsinki");
    private static readonly (DateOnly From, DateOnly Through) Days = (new(2026, 9, 24), new(2027, 11, 24));

    /// <summary>Whatever comes as a calendar is read within its bounds, and its times are worked out within theirs.</summary>
    public static Task<(long Tried, int Answers)> Run(TimeSpan length) =>
        Fuzz.Run(length, [Feed, Page], Words, longest: 20_000, input => $"{Answer(input, IcsReader.Read)} {Answer(input, JsonLdReader.Read)}");

    private delegate Reading Reader(ReadOnlySpan<byte> feed, DateOnly since, Findings findings);

    private static string Answer(byte[] feed, Reader read)
    {
        var findings = new Findings();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = read(feed, Days.From, findings);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000 + (400L * feed.Length), "It took too much memory.");
        Assert.InRange(reading.Events.Count, 0, IcsReader.MostEvents);
        Assert.InRange(findings.Kept.Count, 0, Findings.Most);
        foreach (var found in reading.Events)
        {
            Assert.InRange(found.Uid.Length, 1, OutsideEvent.LongestUid);
            Assert.InRange(found.Title.Length, 1, OutsideEvent.LongestTitle);
            Assert.InRange(found.Description.Length, 0, OutsideEvent.LongestDescription);
            Assert.InRange(found.Place.Length, 0, OutsideEvent.LongestPlace);
            Assert.InRange(found.Rule?.Length ?? 0, 0, OutsideEvent.LongestRule);
            Assert.InRange(found.Excluded.Count + found.Additional.Count, 0, 2 * IcsReader.MostDates);
            Assert.True(found.Url is null || found.Url.StartsWith("http", StringComparison.Ordinal));
            foreach (var text in new[] { found.Uid, found.Title, found.Description, found.Place })
            {
                Assert.DoesNotMatch("<[A-Za-z/!?]", text);
                Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
                WellFormed.GetByteCount(text); // throws for half a surrogate pair, which PostgreSQL refuses
            }
        }
        var times = Times(reading, findings);
        // How many there are, roughly, what the last one has, and what was found fault with.
        var last = reading.Events.Count == 0 ? "" : string.Concat(
            new object?[] { reading.Events[^1].End, reading.Events[^1].Length, reading.Events[^1].Url, reading.Events[^1].Rule,
                reading.Events[^1].RecurrenceId }.Select(part => part is null ? '-' : '+'));
        return $"{Math.Min(reading.Events.Count, 4)}{last} {(times == 0 ? 0 : 1 + Math.ILogB(times))} "
            + $"{string.Join(' ', findings.Kept.Select(finding => $"{finding.Reason}{finding.What}").Distinct().Order())}";
    }

    private static int Times(Reading reading, Findings findings)
    {
        var expansion = new Expansion(Helsinki, Days.From, Days.Through, findings);
        var times = expansion.Of(reading.Events);
        Assert.InRange(times.Count, 0, Expansion.MostInAll);
        foreach (var time in times)
        {
            Assert.InRange(Helsinki.DateAt(time.Start), Days.From, Days.Through);
            Assert.InRange(time.End, time.Start, time.Start.AddDays(32));
            Assert.InRange(time.Key.Length, 0, 16);
        }
        foreach (var same in times.GroupBy(time => time.Event.Uid))
            Assert.InRange(same.Count(), 1, Expansion.MostOfOne + reading.Events.Count(found => found.Uid == same.Key));
        return times.Count;
    }
}
