using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Ical.Net.DataTypes;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What other people's readers make of a feed is what the API says, whatever was done to the activity.</summary>
public sealed partial class FeedReadersTests
{
    [Fact]
    public void A_feed_read_back_by_Ical_Net_gives_the_occurrences_of_the_API_whatever_was_done_to_the_activity() =>
        DrawnProgramme.Any.Sample(drawn =>
        {
            if (drawn.Live() is { } programme && !IsBeyondIcalNet(programme) && programme.Difference(IcalNet(programme)) is { } difference)
                Assert.Fail(difference);
        }, iter: 1500, threads: 1, print: drawn => $"{drawn}");

    [Fact]
    public async Task A_feed_read_back_by_Debians_icalendar_gives_the_occurrences_of_the_API_by_the_zone_that_the_feed_has()
    {
        var folder = Directory.CreateTempSubdirectory("feeds");
        try
        {
            var programmes = new Dictionary<string, ReadProgramme>();
            DrawnProgramme.Any.Sample(drawn =>
            {
                if (drawn.Live() is not { } programme || IsBeyondDateutil(programme)) return;
                var name = Path.Combine(folder.FullName, $"{programmes.Count}.ics");
                // A zone that no reader can know by its name.
                File.WriteAllText(name, programme.Feed
                    .Replace("TZID=Europe/Helsinki", "TZID=Kivenkolo/Talo", StringComparison.Ordinal)
                        .Replace("TZID:Europe/Helsinki", "TZID:Kivenkolo/Talo", StringComparison.Ordinal));
                programmes[name] = programme;
            }, iter: 150, threads: 1);
            Assert.True(programmes.Count > 40, $"{programmes.Count} feeds");

            foreach (var days in programmes.GroupBy(programme => programme.Value.Days.First.Year))
            {
                string[] arguments =
                [
                    Checkout.Path("tests", "Calendar.Tests", "read_feeds.py"), $"{days.Min(one => one.Value.Days.First):O}",
                    $"{days.Max(one => one.Value.Days.Last):O}",
                    .. days.Select(one => one.Key),
                ];
                var read = await Command.Run("/usr/bin/python3", arguments, deadline: TimeSpan.FromMinutes(3));
                var of = read.Output.Split("file ", StringSplitOptions.RemoveEmptyEntries)
                    .ToDictionary(part => part[..part.IndexOf('\n')], part => part.Split('\n')[1..^1].Select(Line));
                foreach (var (name, programme) in days)
                    if (programme.Difference(of[name], IsInHourThatComesTwice) is { } difference) Assert.Fail(difference);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // It takes a start that the clock skips for the later time that is meant, but not an exception from it.
    internal static bool IsBeyondIcalNet(ReadProgramme programme) => ExceptionTime().Matches(programme.Feed)
        .Any(exception => ReadProgramme.IsShown(DateTime.ParseExact(exception.Groups[1].Value, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture),
            LocalTimeKind.Skipped));

    // It reads UNTIL with the offset that DTSTART has, and so misses the last date where the clock was changed in between; it knows no tenth
    // weekday, gives nothing for a rule with counted and plain weekdays, and is not asked for places in a year, which nobody plans by.
    private static bool IsBeyondDateutil(ReadProgramme programme) => BeyondDateutil().IsMatch(programme.Feed.Replace("\r\n ", "", StringComparison.Ordinal));

    // It takes the second of the two hours, where RFC 5545 means the first.
    private static bool IsInHourThatComesTwice(OneTime one) => ReadProgramme.IsShown(DrawnProgramme.Helsinki.At(new(one.Start)), LocalTimeKind.Twice);

    [GeneratedRegex(";UNTIL=|;BYSETPOS=|;BYDAY=[^;\\r]*[0-9]{2}[A-Z]|;BYDAY=(?=[^;\\r]*[0-9])(?:[^;\\r]*,)?[A-Z]{2}(?![A-Z0-9])")]
    private static partial Regex BeyondDateutil();

    [GeneratedRegex("(?:RECURRENCE-ID|EXDATE);TZID=Europe/Helsinki:([0-9T]+)")]
    private static partial Regex ExceptionTime();

    private static OneTime Line(string line)
    {
        var parts = line.Split(' ');
        return new(Time(parts[0]), Time(parts[1]), parts[2] == "CONFIRMED");

        static DateTime Time(string text) => DateTime.SpecifyKind(DateTime.ParseExact(text, "s", CultureInfo.InvariantCulture), DateTimeKind.Utc);
    }

    internal static IEnumerable<OneTime> IcalNet(ReadProgramme programme) =>
        Ical.Net.Calendar.Load(programme.Feed)!
            .GetOccurrences(new CalDateTime(programme.Days.First.AddDays(-2).ToDateTime(default), "UTC"))
            .TakeWhile(one => one.Period.StartTime.AsUtc < programme.Days.Last.AddDays(2).ToDateTime(default))
            .Select(one => new OneTime(
                one.Period.StartTime.AsUtc, one.Period.EffectiveEndTime!.AsUtc, ((Ical.Net.CalendarComponents.CalendarEvent)one.Source).Status == "CONFIRMED"));
}
