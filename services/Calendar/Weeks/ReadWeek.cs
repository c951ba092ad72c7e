using System.Text.Json;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Sources;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Kivenkolo.Calendar.Weeks;

/// <param name="Language">A promised language.</param>
/// <param name="Occurrences">How many lines of the week lack it.</param>
public sealed record MissingLanguage(string Language, int Occurrences);

/// <param name="Language">A promised language.</param>
/// <param name="Complete">How many lines of the week have it.</param>
/// <param name="Of">How many lines there are; what was cancelled or postponed is not counted.</param>
public sealed record LanguageCompleteness(string Language, int Complete, int Of);

/// <param name="Date">The day.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Official">Whether it is a public holiday by law; Midsummer Eve and Christmas Eve are kept like one.</param>
public sealed record HolidayResponse(DateOnly Date, LocalizedText Name, bool Official);

/// <param name="Week">The ISO 8601 week.</param>
/// <param name="From">The Monday.</param>
/// <param name="To">The Sunday.</param>
/// <param name="Published">Whether the coordinator has published the week.</param>
/// <param name="PublishedAt">When it was published last, UTC.</param>
/// <param name="Version">How many times it has been published.</param>
/// <param name="TimeZone">IANA zone of the space's wall clock.</param>
/// <param name="Occurrences">In order of start.</param>
/// <param name="Missing">Promised languages that some line lacks.</param>
/// <param name="Languages">How complete the week is, for each promised language.</param>
/// <param name="Changes">What has changed since it was published last; empty before.</param>
/// <param name="Holidays">Days on which most of Finland is closed; what is in the programme takes place all the same.</param>
/// <param name="FromOthers">What partners' own calendars tell of, each line with its source; nobody here promises it.</param>
public sealed record ReadWeekResponse(
    string Week, DateOnly From, DateOnly To, bool Published, DateTimeOffset? PublishedAt, long Version, string TimeZone,
    OccurrenceResponse[] Occurrences, MissingLanguage[] Missing, LanguageCompleteness[] Languages, WeekChange[] Changes,
    HolidayResponse[] Holidays, SourceLineResponse[] FromOthers);

/// <summary>Everyone reads what takes place in a week. What changes shows at the next read; 304 while nothing has.</summary>
internal static class ReadWeek
{
    /// <summary>The most lines of a week that are shown.</summary>
    public const int MostOccurrences = 1000;

    private const string ContentType = "application/json; charset=utf-8";

    private static readonly Func<CalendarDb, string, CancellationToken, Task<WeekPublication?>> PublicationOf = EF.CompileAsyncQuery(
        (CalendarDb db, string week, CancellationToken _) => db.WeekPublications.AsNoTracking().SingleOrDefault(p => p.Week == week));

    public static void Map(RouteGroupBuilder weeks) => weeks
        .MapGet("/{week}", Handle)
        .WithName(nameof(ReadWeek))
        .WithSummary("The programme of a week")
        .Produces<ReadWeekResponse>()
        .Produces(StatusCodes.Status304NotModified)
        .ReadByEveryone();

    internal static Task<IResult> Handle(
        IsoWeek week, CalendarDb db, CurrentSpace space, Programme programme, Representations representations, IOptions<JsonOptions> json,
        CancellationToken ct, ReaderTag? language = null) =>
        representations.Answer(db, space, $"week {week} {language}", ContentType, async stop =>
            JsonSerializer.SerializeToUtf8Bytes(await Read(week, db, space, programme, language?.Tag, stop), json.Value.SerializerOptions), ct);

    private static async Task<ReadWeekResponse> Read(
        IsoWeek week, CalendarDb db, CurrentSpace space, Programme programme, string? language, CancellationToken ct)
    {
        var lines = await programme.Lines(week, MostOccurrences, ct);
        var name = week.ToString();
        var publication = await PublicationOf(db, name, ct);
        OccurrenceResponse[] occurrences = [.. lines.Select(line => OccurrenceResponse.Of(line, space, programme.Clock, language))];
        return new(name, week.Monday, week.Sunday, publication is not null, publication?.PublishedAt, publication?.Version ?? 0,
            space.TimeZone, occurrences, CountMissing(occurrences), CountComplete(occurrences, space.PromisedLanguages),
            publication?.Lines is { } told ? [.. WeekChange.Since(told, lines, programme.Clock)] : [],
            [.. Enumerable.Range(0, 7).Select(day => FinnishHolidays.On(week.Monday.AddDays(day))).OfType<Holiday>()
                .Select(h => new HolidayResponse(h.Date, HolidayNames.Of(h.Name), h.IsOfficial))],
            await SourceLines.Of(week, occurrences, db, programme.Clock, ct));
    }

    internal static MissingLanguage[] CountMissing(IEnumerable<OccurrenceResponse> occurrences) =>
    [
        .. TakingPlace(occurrences).SelectMany(occurrence => occurrence.Missing).CountBy(language => language)
            .Select(missing => new MissingLanguage(missing.Key, missing.Value)).OrderBy(missing => missing.Language, StringComparer.Ordinal),
    ];

    private static LanguageCompleteness[] CountComplete(OccurrenceResponse[] occurrences, IEnumerable<string> promised)
    {
        var takingPlace = TakingPlace(occurrences).ToList();
        return [.. promised.Select(language => new LanguageCompleteness(language, takingPlace.Count(o => !o.Missing.Contains(language)), takingPlace.Count))];
    }

    // Nobody has to read what does not take place.
    private static IEnumerable<OccurrenceResponse> TakingPlace(IEnumerable<OccurrenceResponse> occurrences) =>
        occurrences.Where(occurrence => occurrence.Status == OccurrenceStatus.Confirmed);
}
