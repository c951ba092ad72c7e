using System.Globalization;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Sources;

/// <summary>
/// Reads the events of an outside iCalendar feed (RFC 5545) that nobody vouches for. Size, length of a line, depth, number of events and of
/// times have bounds; what is over them or malformed is left out with the reason, and the rest is read. Nothing is expanded here.
/// </summary>
internal static class IcsReader
{
    /// <summary>The most octets of a feed that are read.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    /// <summary>The most events that are taken; what is long over does not count.</summary>
    public const int MostEvents = 2000;

    /// <summary>The most times that an event may exclude, or add.</summary>
    public const int MostDates = 1000;

    private const int MostDepth = 8;
    private const string Event = "VEVENT";

    /// <param name="feed">What was sent.</param>
    /// <param name="since">Events that take place once and before this day are not taken.</param>
    /// <param name="findings">What was refused or cut.</param>
    public static Reading Read(ReadOnlySpan<byte> feed, DateOnly since, Findings findings)
    {
        var whole = feed.Length <= MostBytes;
        if (!whole)
        {
            findings.Add(0, FindingReason.FeedTooLarge);
            feed = feed[..MostBytes];
        }
        if (feed.StartsWith("\uFEFF"u8)) feed = feed[3..];

        var events = new Dictionary<(string, OutsideTime?), OutsideEvent>();
        var open = new List<string>();
        Draft? draft = null;
        var (tooDeep, isCalendar) = (0, false);
        var lines = new IcsLines(feed, findings);
        while (lines.Next(out var line))
        {
            if (line.Name == "BEGIN")
            {
                if (open.Count == MostDepth)
                {
                    if (tooDeep++ == 0) findings.Add(line.Number, FindingReason.TooDeep);
                    continue;
                }
                open.Add(line.Value.Trim().ToUpperInvariant());
                isCalendar |= open is ["VCALENDAR"];
                if (open is ["VCALENDAR", Event])
                {
                    if (events.Count == MostEvents)
                    {
                        findings.Add(line.Number, FindingReason.TooManyEvents);
                        return new([.. events.Values], IsWhole: false, isCalendar);
                    }
                    draft = new Draft(line.Number, findings);
                }
            }
            else if (line.Name == "END")
            {
                if (tooDeep > 0) tooDeep--;
                else draft = Close(line, open, draft, events, since, findings);
            }
            else if (!isCalendar) break;
            else if (draft is not null && open.Count == 2) draft.Take(line);
        }
        if (isCalendar && open.Count > 0 && whole) findings.Add(0, FindingReason.NotClosed);
        return new([.. events.Values], whole && isCalendar && open.Count == 0, isCalendar);
    }

    private static Draft? Close(
        IcsLine line, List<string> open, Draft? draft, Dictionary<(string, OutsideTime?), OutsideEvent> events, DateOnly since, Findings findings)
    {
        var at = open.LastIndexOf(line.Value.Trim().ToUpperInvariant());
        // What was opened within it and not closed is closed with it.
        if (at != open.Count - 1) findings.Add(line.Number, FindingReason.NotClosed);
        if (at < 0) return draft;
        open.RemoveRange(at, open.Count - at);
        if (open.Count > 1 || draft is null) return draft;
        if (at == 1 && draft.Finish() is { } finished && !finished.IsBefore(since))
        {
            var key = (finished.Uid, finished.RecurrenceId);
            if (events.TryGetValue(key, out var other)) findings.Add(finished.Line, FindingReason.EventTwice);
            if (other is null || other.Sequence <= finished.Sequence) events[key] = finished;
        }
        return null;
    }

    /// <summary>The event that is being read.</summary>
    private sealed class Draft(int begins, Findings findings)
    {
        private readonly List<OutsideTime> excluded = [];
        private readonly List<OutsideTime> additional = [];
        private string? uid, title, description, place, url, rule;
        private OutsideTime? recurrenceId, start, end;
        private TimeSpan? length;
        private bool isCancelled;
        private int sequence;

        public void Take(IcsLine line)
        {
            // The same text again is in another language; the first is the calendar's own.
            if (line.Name == "SUMMARY") title ??= Text(line, OutsideEvent.LongestTitle, onOneLine: true);
            else if (line.Name == "DESCRIPTION") description ??= Text(line, OutsideEvent.LongestDescription, onOneLine: false);
            else if (line.Name == "LOCATION") place ??= Text(line, OutsideEvent.LongestPlace, onOneLine: true);
            else if (!IsTaken(line)) findings.Add(line.Number, FindingReason.ValueNotRead, line.Name);
        }

        /// <summary>The event; null when it lacks what it cannot be without.</summary>
        public OutsideEvent? Finish()
        {
            var missing = uid is null ? "UID" : start is null ? "DTSTART" : string.IsNullOrEmpty(title) ? "SUMMARY" : null;
            if (missing is not null)
            {
                findings.Add(begins, FindingReason.EventIncomplete, missing);
                return null;
            }
            return new(uid!, recurrenceId, start!.Value, end, length, title!, description ?? "", place ?? "", url, isCancelled, sequence, rule,
                excluded, additional, begins);
        }

        /// <summary>Takes a value unless it cannot be read; what is not asked for is passed over.</summary>
        private bool IsTaken(IcsLine line) => line.Name switch
        {
            "UID" => TakeUid(line),
            "DTSTART" => TakeTime(line, ref start),
            "DTEND" => TakeTime(line, ref end),
            "RECURRENCE-ID" => TakeTime(line, ref recurrenceId),
            "DURATION" => TakeLength(line),
            "URL" => OutsideValues.TryReadUrl(line.Value, out url),
            "STATUS" => TakeStatus(line),
            "SEQUENCE" => int.TryParse(line.Value, NumberStyles.None, CultureInfo.InvariantCulture, out sequence),
            "RRULE" => TakeRule(line),
            "EXDATE" => TakeTimes(line, excluded),
            "RDATE" => TakeTimes(line, additional),
            _ => true,
        };

        private bool TakeUid(IcsLine line)
        {
            uid = OutsideValues.Uid(line.Value);
            return uid is not null;
        }

        private bool TakeTime(IcsLine line, ref OutsideTime? time)
        {
            if (!IcsTimes.TryRead(line.Value.AsSpan().Trim(), Zone(line), out var read)) return false;
            time = read;
            return true;
        }

        private bool TakeTimes(IcsLine line, List<OutsideTime> times)
        {
            var (zone, all) = (Zone(line), true);
            foreach (var part in line.Value.AsSpan().Split(','))
            {
                var value = line.Value.AsSpan()[part].Trim();
                if (value.IndexOf('/') is var period and >= 0) value = value[..period]; // RDATE may be a period; its start is taken
                if (times.Count == MostDates || !IcsTimes.TryRead(value, zone, out var time)) all = false;
                else times.Add(time);
            }
            return all;
        }

        private bool TakeLength(IcsLine line)
        {
            if (!IcsTimes.TryReadLength(line.Value.AsSpan().Trim(), out var read)) return false;
            length = read;
            return true;
        }

        private string Text(IcsLine line, int longest, bool onOneLine) =>
            OutsideValues.Text(Unescaped(line.Value), longest, onOneLine, line.Number, line.Name, findings);

        private bool TakeStatus(IcsLine line)
        {
            var status = line.Value.Trim().ToUpperInvariant();
            isCancelled = status == "CANCELLED";
            return status is "CANCELLED" or "CONFIRMED" or "TENTATIVE";
        }

        private bool TakeRule(IcsLine line)
        {
            if (rule is not null || line.Value.Length > OutsideEvent.LongestRule) return false;
            rule = line.Value.Trim();
            return true;
        }

        private string? Zone(IcsLine line)
        {
            if (line.Zone is null) return null;
            var zone = ZoneNames.Find(line.Zone);
            if (zone is null) findings.Add(line.Number, FindingReason.UnknownZone, line.Name);
            return zone;
        }
    }

    /// <summary>A TEXT as it was meant (section 3.3.11).</summary>
    private static string Unescaped(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal)) return value;
        var text = new System.Text.StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length) text.Append(value[i]);
            else text.Append(value[++i] is 'n' or 'N' ? '\n' : value[i]);
        }
        return text.ToString();
    }
}
