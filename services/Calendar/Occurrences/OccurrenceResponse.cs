using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>One line of the programme, as everyone sees it.</summary>
/// <param name="Id">The occurrence.</param>
/// <param name="ActivityId">The activity it is one time of.</param>
/// <param name="Title">The activity's name.</param>
/// <param name="Description">What happens there; may be empty.</param>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC.</param>
/// <param name="LocalDate">The date in the space's zone.</param>
/// <param name="LocalStart">What the clock on the wall shows at the start.</param>
/// <param name="LocalEnd">What the clock on the wall shows at the end.</param>
/// <param name="Place">Where; may be empty.</param>
/// <param name="Organiser">Who runs it; may be empty.</param>
/// <param name="OrganisationId">The partner that runs it; null when the space does.</param>
/// <param name="Status">confirmed, postponed or cancelled.</param>
/// <param name="Reason">Why it was cancelled or postponed, if that was told.</param>
/// <param name="RecurrenceId">When its series would have it start, UTC; another time than the start when it was moved.</param>
/// <param name="SeriesStart">When its series begins, UTC; null for what takes place once.</param>
/// <param name="Note">What is told about this one alone, if anything.</param>
/// <param name="SpokenLanguages">Languages spoken there, as BCP 47 tags.</param>
/// <param name="Free">Whether it costs nothing.</param>
/// <param name="NoSignUp">Whether one may just come.</param>
/// <param name="Keywords">What it is about: YSO keywords such as yso:p1808.</param>
/// <param name="Audience">Whom it is for, likewise; empty when it is for everyone.</param>
/// <param name="Facts">What else makes it easy to come.</param>
/// <param name="RunBy">In which part its people run it: staff, resident, student or partner. Who they are is not told.</param>
/// <param name="Provenance">The decision it comes from, if any.</param>
/// <param name="Missing">Promised languages in which its title or description is missing.</param>
/// <param name="Language">The language that a reader of the one asked for gets the title in; null when none was asked for.</param>
/// <param name="Version">Counter of the occurrence's changes, from 1.</param>
public sealed record OccurrenceResponse(
    Guid Id,
    Guid ActivityId,
    LocalizedText Title,
    LocalizedText Description,
    DateTimeOffset Start,
    DateTimeOffset End,
    DateOnly LocalDate,
    TimeOnly LocalStart,
    TimeOnly LocalEnd,
    LocalizedText Place,
    LocalizedText Organiser,
    Guid? OrganisationId,
    OccurrenceStatus Status,
    LocalizedText? Reason,
    DateTimeOffset RecurrenceId,
    DateTimeOffset? SeriesStart,
    LocalizedText? Note,
    string[] SpokenLanguages,
    bool Free,
    bool NoSignUp,
    string[] Keywords,
    string[] Audience,
    ActivityFact[] Facts,
    RunBy RunBy,
    ProvenanceResponse? Provenance,
    string[] Missing,
    string? Language,
    long Version)
{
    internal static OccurrenceResponse Of(ProgrammeLine line, CurrentSpace space, WallClock clock, string? language = null)
    {
        var (occurrence, activity) = (line.Occurrence, line.Activity);
        return new(
            occurrence.Id, activity.Id, activity.Title, activity.Description, occurrence.Start, occurrence.End,
            occurrence.LocalDate, TimeOnly.FromDateTime(clock.At(occurrence.Start)), TimeOnly.FromDateTime(clock.At(occurrence.End)),
            line.Place, line.Organiser(space), activity.OrganisationId, occurrence.Status, occurrence.Reason.IsEmpty ? null : occurrence.Reason,
            occurrence.RecurrenceId, activity.Recurs ? activity.Series[0].On(activity.Series[0].FirstDate, clock).Start : null, occurrence.Note.IsEmpty ? null
                : occurrence.Note,
            activity.SpokenLanguages, activity.Free, activity.NoSignUp, activity.Keywords, activity.Audience,
            activity.Facts, activity.RunBy, ProvenanceResponse.Of(activity),
            [.. space.PromisedLanguages.Where(promised => LacksLanguage(activity, promised))],
            language is null ? null : activity.Title.Find(language)?.Language, occurrence.Version);
    }

    // A promise is kept by a text in exactly that language: fi is no plain Finnish. No description at all is no gap.
    private static bool LacksLanguage(Activity activity, string language) =>
        activity.Title[language] is null || (!activity.Description.IsEmpty && activity.Description[language] is null);
}
