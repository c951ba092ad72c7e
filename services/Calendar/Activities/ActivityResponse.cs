using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Activities;

/// <param name="FirstDate">The first date in the space's zone.</param>
/// <param name="Start">The time on the wall, such as 14:00.</param>
/// <param name="DurationMinutes">The length of an occurrence.</param>
/// <param name="Rule">How it comes again, as the value of an RRULE with UNTIL as a date on the wall; null when it does not.</param>
/// <param name="ExcludedDates">Dates of the rule that are left out.</param>
/// <param name="AdditionalDates">Dates that the rule does not give.</param>
/// <param name="NotOnHolidays">Whether the rule pauses on public holidays.</param>
/// <param name="NotInMonths">Months, 1–12, in which the rule pauses.</param>
public sealed record SeriesResponse(
    DateOnly FirstDate,
    TimeOnly Start,
    int DurationMinutes,
    string? Rule,
    IReadOnlyList<DateOnly> ExcludedDates,
    IReadOnlyList<DateOnly> AdditionalDates,
    bool NotOnHolidays,
    IReadOnlyList<int> NotInMonths)
{
    internal static SeriesResponse Of(Series series) => new(
        series.FirstDate, series.Start, series.DurationMinutes, series.Rule?.ToString(), series.ExcludedDates, series.AdditionalDates,
        series.NotOnHolidays, series.NotInMonths);
}

/// <param name="DecisionNumber">The decision's number in the house meeting's register, such as 7/2026.</param>
/// <param name="DecidedOn">The day of the house meeting.</param>
/// <param name="ExperimentId">The experiment that the decision started; null when it was to be done without trying.</param>
public sealed record ProvenanceResponse(string DecisionNumber, DateOnly DecidedOn, Guid? ExperimentId)
{
    internal static ProvenanceResponse? Of(Activity activity) =>
        activity.ReadProvenance() is { } from ? new(from.DecisionNumber, from.DecidedOn, from.ExperimentId) : null;
}

public sealed record ActivityResponse(
    Guid Id,
    LocalizedText Title,
    LocalizedText Description,
    Guid? PlaceId,
    LocalizedText Place,
    Guid[] EquipmentIds,
    Guid? OrganisationId,
    LocalizedText OrganiserName,
    SeriesResponse[] Series,
    string[] SpokenLanguages,
    bool Free,
    bool NoSignUp,
    ActivityFact[] Facts,
    int? Capacity,
    RunBy RunBy,
    string[] Keywords,
    string[] Audience,
    Guid? ProposalId,
    ProvenanceResponse? Provenance,
    long Version)
{
    internal static ActivityResponse Of(Activity activity) => new(
        activity.Id, activity.Title, activity.Description, activity.PlaceId, activity.Place, activity.EquipmentIds, activity.OrganisationId,
        activity.OrganiserName,
        [.. activity.Series.Select(SeriesResponse.Of)], activity.SpokenLanguages, activity.Free, activity.NoSignUp, activity.Facts, activity.Capacity,
        activity.RunBy,
        activity.Keywords, activity.Audience, activity.ProposalId, ProvenanceResponse.Of(activity), activity.Version);
}
