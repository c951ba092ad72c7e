using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>Occurrences as machines read them, schema.org in JSON-LD: each an Event, and an EventSeries for what comes again.</summary>
internal static class StructuredProgramme
{
    private const string ContentType = "application/ld+json";

    // Letters as they are, a third as long as their escapes; never a <, so no text can end the block that it stands in on a page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The occurrences alone, as a document of their own.</summary>
    public static IResult Document(IReadOnlyList<OccurrenceResponse> occurrences, Reader reader) => Results.Text(Graph(occurrences, reader), ContentType);

    public static string Graph(IReadOnlyList<OccurrenceResponse> occurrences, Reader reader) => All(occurrences, reader).ToJsonString(Readable);

    private static JsonObject All(IReadOnlyList<OccurrenceResponse> occurrences, Reader reader) => new()
    {
        ["@context"] = "https://schema.org",
        ["@graph"] = new JsonArray(
        [
            .. occurrences.Where(occurrence => occurrence.SeriesStart is not null).GroupBy(occurrence => occurrence.ActivityId)
                .Select(times => Series([.. times], reader)),
            .. occurrences.Select(occurrence => Event(occurrence, reader)),
        ]),
    };

    // Of its times, those that are shown here.
    private static JsonObject Series(IReadOnlyList<OccurrenceResponse> times, Reader reader)
    {
        var series = About(times[0], reader);
        (series["@type"], series["@id"], series["url"]) = ("EventSeries", IdOf(times[0].ActivityId), reader.Host + reader.To());
        series["startDate"] = Local(times[0].SeriesStart!.Value, reader);
        series["eventStatus"] = "https://schema.org/EventScheduled";
        series["subEvent"] = new JsonArray([.. times.Select(occurrence => new JsonObject { ["@id"] = IdOf(occurrence.Id) })]);
        return series;
    }

    private static JsonObject Event(OccurrenceResponse occurrence, Reader reader)
    {
        var shown = About(occurrence, reader);
        (shown["@type"], shown["@id"], shown["url"]) = ("Event", IdOf(occurrence.Id), reader.Host + reader.To($"/occurrences/{occurrence.Id}"));
        (shown["startDate"], shown["endDate"]) = (Local(occurrence.Start, reader), Local(occurrence.End, reader));
        shown["eventStatus"] = $"https://schema.org/{Status(occurrence)}";
        if (IsMoved(occurrence)) shown["previousStartDate"] = Local(occurrence.RecurrenceId, reader);
        if (occurrence.SeriesStart is not null) shown["superEvent"] = new JsonObject { ["@id"] = IdOf(occurrence.ActivityId) };
        return shown;
    }

    private static JsonObject About(OccurrenceResponse occurrence, Reader reader)
    {
        var about = new JsonObject
        {
            ["name"] = occurrence.Title.In(reader.Language),
            ["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode",
            ["isAccessibleForFree"] = occurrence.Free,
            ["location"] = Place(occurrence.Place, reader),
        };
        if (occurrence.Description is { IsEmpty: false } description) about["description"] = description.In(reader.Language);
        if (occurrence.Organiser is { IsEmpty: false } organiser)
            about["organizer"] = new JsonObject { ["@type"] = "Organization", ["name"] = organiser.In(reader.Language) };
        if (occurrence.SpokenLanguages is { Count: > 0 } spoken) about["inLanguage"] = new JsonArray([.. spoken.Select(language => (JsonNode)language)]);
        if (occurrence.Keywords is { Count: > 0 } keywords) about["about"] = Concepts(keywords);
        if (occurrence.Audience is { Count: > 0 } audience) about["audience"] = Concepts(audience, "Audience");
        return about;
    }

    private static string Status(OccurrenceResponse occurrence) => occurrence.Status switch
    {
        OccurrenceStatus.Cancelled => "EventCancelled",
        OccurrenceStatus.Postponed => "EventPostponed",
        _ => IsMoved(occurrence) ? "EventRescheduled" : "EventScheduled",
    };

    private static bool IsMoved(OccurrenceResponse occurrence) => occurrence.RecurrenceId != occurrence.Start;

    private static JsonObject Place(LocalizedText? place, Reader reader)
    {
        var space = new JsonObject { ["@type"] = "Place", ["name"] = reader.SpaceName.Text };
        return place is { IsEmpty: false } ? new() { ["@type"] = "Place", ["name"] = place.In(reader.Language), ["containedInPlace"] = space } : space;
    }

    // YSO's own addresses: yso:p1808 is http://www.yso.fi/onto/yso/p1808.
    private static JsonArray Concepts(IEnumerable<string> keywords, string? type = null) => [.. keywords.Select(keyword =>
    {
        var concept = new JsonObject { ["@id"] = keyword.Replace("yso:", "http://www.yso.fi/onto/yso/", StringComparison.Ordinal) };
        if (type is not null) concept["@type"] = type;
        return (JsonNode)concept;
    })];

    // One id for all languages of the page.
    private static string IdOf(Guid id) => $"urn:uuid:{id:D}";

    private static string Local(DateTimeOffset instant, Reader reader) =>
        TimeZoneInfo.ConvertTime(instant, reader.Zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
