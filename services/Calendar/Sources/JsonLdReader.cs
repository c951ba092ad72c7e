using System.Globalization;
using System.Text;
using System.Text.Json;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Sources;

/// <summary>
/// Reads schema.org events from JSON-LD that nobody vouches for: a document of its own, or the scripts of a page. There is no XML or HTML
/// parser here, so nothing that such a parser would unfold; the page is searched for its scripts and not looked into otherwise.
/// </summary>
internal static class JsonLdReader
{
    private const int MostScripts = 50;
    private const string Type = "application/ld+json";

    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly HashSet<string> Types =
    [
        "Event", "EventSeries", "BusinessEvent", "ChildrensEvent", "ComedyEvent", "CourseInstance", "DanceEvent", "EducationEvent", "ExhibitionEvent",
        "Festival",
        "FoodEvent", "Hackathon", "LiteraryEvent", "MusicEvent", "SaleEvent", "ScreeningEvent", "SocialEvent", "SportsEvent", "TheaterEvent", "VisualArtsEvent",
    ];

    /// <inheritdoc cref="IcsReader.Read"/>
    public static Reading Read(ReadOnlySpan<byte> page, DateOnly since, Findings findings)
    {
        var (whole, isCalendar) = (page.Length <= IcsReader.MostBytes, true);
        if (!whole) findings.Add(0, FindingReason.FeedTooLarge);
        var text = Encoding.UTF8.GetString(whole ? page : page[..IcsReader.MostBytes]).TrimStart('\uFEFF');
        var walk = new Walk(since, findings);
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            whole &= walk.Document(text.AsMemory(), 1);
        }
        else
        {
            var scripts = 0;
            foreach (var (script, line) in Scripts(text))
            {
                scripts++;
                whole &= walk.Document(script, line);
            }
            isCalendar = scripts > 0;
        }
        return new([.. walk.Events.Values], whole && isCalendar && !walk.IsFull, isCalendar);
    }

    private static IEnumerable<(ReadOnlyMemory<char> Script, int Line)> Scripts(string text)
    {
        var (at, counted, line) = (0, 0, 1);
        for (var scripts = 0; scripts < MostScripts;)
        {
            var opens = text.IndexOf("<script", at, StringComparison.OrdinalIgnoreCase);
            var begins = opens < 0 ? -1 : text.IndexOf('>', opens);
            var ends = begins < 0 ? -1 : text.IndexOf("</script", begins, StringComparison.OrdinalIgnoreCase);
            if (ends < 0) yield break;
            at = ends;
            if (!text.AsSpan(opens, begins - opens).Contains(Type, StringComparison.OrdinalIgnoreCase)) continue;
            line += text.AsSpan(counted, begins - counted).Count('\n');
            counted = begins;
            scripts++;
            yield return (text.AsMemory(begins + 1, ends - begins - 1), line);
        }
    }

    /// <summary>Goes through documents and takes the events in them.</summary>
    private sealed class Walk(DateOnly since, Findings findings)
    {
        private int line;

        public Dictionary<string, OutsideEvent> Events { get; } = [];

        public bool IsFull { get; private set; }

        /// <summary>Whether the document could be read.</summary>
        public bool Document(ReadOnlyMemory<char> json, int begins)
        {
            line = begins;
            try
            {
                using var document = JsonDocument.Parse(json, Bounds);
                Look(document.RootElement);
                return true;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException) // the second for half a surrogate pair in a name
            {
                findings.Add(begins, FindingReason.LineNotRead, Type);
                return false;
            }
        }

        private void Look(JsonElement element)
        {
            if (IsFull) return;
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray()) Look(item);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                // A series with its times, or a festival with its concerts, is what lies in it.
                if (IsEvent(element) && !Has(element, "subEvent") && !Has(element, "subEvents")) Take(element);
                else foreach (var property in element.EnumerateObject()) Look(property.Value);
            }
        }

        private void Take(JsonElement element)
        {
            var title = OutsideValues.Text(Said(element, "name") ?? "", OutsideEvent.LongestTitle, onOneLine: true, line, "name", findings);
            var start = Time(element, "startDate");
            if (title.Length == 0 || start is null)
            {
                findings.Add(line, FindingReason.EventIncomplete, title.Length == 0 ? "name" : "startDate");
                return;
            }
            if (start.Value.IsBefore(since)) return;
            string? url = null;
            if (Said(element, "url") is { } address && !OutsideValues.TryReadUrl(address, out url)) findings.Add(line, FindingReason.ValueNotRead, "url");
            TimeSpan? length = null;
            if (Said(element, "duration") is { } duration)
            {
                if (IcsTimes.TryReadLength(duration, out var read)) length = read;
                else findings.Add(line, FindingReason.ValueNotRead, "duration");
            }
            if (Has(element, "eventSchedule")) findings.Add(line, FindingReason.RuleRefused, "eventSchedule");

            // The same page may describe a repeated event under one address, once for each time.
            var name = Said(element, "@id") ?? Said(element, "identifier") ?? url ?? title;
            var uid = OutsideValues.Uid($"{name} {start.Value.Wall.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture)}")!;
            if (Events.ContainsKey(uid)) findings.Add(line, FindingReason.EventTwice);
            else if (Events.Count == IcsReader.MostEvents)
            {
                IsFull = true;
                findings.Add(line, FindingReason.TooManyEvents);
                return;
            }
            Events[uid] = new(
                uid, RecurrenceId: null, start.Value, Time(element, "endDate"), length, title,
                OutsideValues.Text(Said(element, "description") ?? "", OutsideEvent.LongestDescription, onOneLine: false, line, "description", findings),
                OutsideValues.Text(Place(element), OutsideEvent.LongestPlace, onOneLine: true, line, "location", findings),
                url, IsCancelled(element), Sequence: 0, Rule: null, Excluded: [], Additional: [], line);
        }

        private OutsideTime? Time(JsonElement element, string name)
        {
            if (Said(element, name) is not { } text) return null;
            if (IsoTimes.TryRead(text.Trim(), out var time)) return time;
            findings.Add(line, FindingReason.ValueNotRead, name);
            return null;
        }
    }

    private static bool IsEvent(JsonElement element) => element.TryGetProperty("@type", out var type) && type.ValueKind switch
    {
        JsonValueKind.String => IsEventType(type),
        JsonValueKind.Array => type.EnumerateArray().Take(10).Any(IsEventType),
        _ => false,
    };

    private static bool IsEventType(JsonElement type) => Text(type) is { } name && Types.Contains(name[(name.LastIndexOfAny(['/', ':', '#']) + 1)..]);

    private static bool IsCancelled(JsonElement element) =>
        Said(element, "eventStatus") is { } status
        && (status.EndsWith("EventCancelled", StringComparison.Ordinal) || status.EndsWith("EventPostponed", StringComparison.Ordinal));

    private static string Place(JsonElement element)
    {
        if (!element.TryGetProperty("location", out var place)) return "";
        if (First(place) is not { ValueKind: JsonValueKind.Object } where) return Text(place) ?? "";
        var address = where.TryGetProperty("address", out var given) ? First(given) : default;
        string?[] parts = address.ValueKind == JsonValueKind.Object
            ? [Said(where, "name"), Said(address, "streetAddress"), Said(address, "addressLocality")]
            : [Said(where, "name"), Text(address)];
        return string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Distinct());
    }

    private static bool Has(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private static string? Said(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>The text of a value, of the first of several, or of one that says its language; null when it is none.</summary>
    private static string? Text(JsonElement value)
    {
        var first = First(value);
        if (first.ValueKind == JsonValueKind.Object && first.TryGetProperty("@value", out var inner)) first = inner;
        if (first.ValueKind != JsonValueKind.String) return null;
        try { return first.GetString(); }
        catch (InvalidOperationException) { return null; } // half a surrogate pair
    }

    private static JsonElement First(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().FirstOrDefault() : value;
}

/// <summary>Times of ISO 8601 as schema.org writes them: a date, a local time, or one with its offset.</summary>
internal static class IsoTimes
{
    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] WithOffset = [.. Local.Select(format => format + "zzz"), .. Local.Select(format => format + "'Z'")];

    public static bool TryRead(string text, out OutsideTime time)
    {
        time = default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            time = new(date.ToDateTime(TimeOnly.MinValue), null, IsDate: true);
        else if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall))
            time = new(wall, null, IsDate: false);
        else if (DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            time = new(instant.UtcDateTime, ZoneNames.Utc, IsDate: false);
        else return false;
        return time.Wall.Year is >= IcsTimes.FirstYear and <= IcsTimes.LastYear;
    }
}
