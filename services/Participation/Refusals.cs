using System.Collections.Concurrent;
using Kivenkolo.Contracts;
using Kivenkolo.Participation.Texts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Participation;

/// <summary>Why something was not done. The name is part of the problem's type and never changes.</summary>
internal enum Refusal
{
    IdeaUnknown,
    MeetingUnknown,
    AgendaItemUnknown,
    DecisionUnknown,
    ExperimentUnknown,
    FormUnknown,
    IdTaken,
    VersionChanged,
    MeetingClosed,
    MeetingHasDecisions,
    MeetingAlreadyClosed,
    AgendaFull,
    IdeaAlreadyOnAgenda,
    AgendaItemElsewhere,
    AgendaItemAlreadyDecided,
    ExperimentAlreadyStarted,
    FormClosed,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
}

internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, LocalizedProblem> Known = new();

    /// <summary>The problem document that tells it, with the type <c>urn:kivenkolo:participation:&lt;noun-state&gt;</c>.</summary>
    public static LocalizedProblem Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal =>
    {
        var (status, title) = Told(refusal);
        return new(status, ProblemType.Of("participation", refusal), title);
    });

    // In plain Finnish and Arabic too, what residents and partners without an account can meet; the others are read by those who work in the house.
    private static (int Status, LocalizedText Title) Told(Refusal refusal) => refusal switch
    {
        Refusal.IdeaUnknown => (404, ResidentTexts.In(texts => texts.Refusals.IdeaUnknown)),
        Refusal.MeetingUnknown => (404, ResidentTexts.In(texts => texts.Refusals.MeetingUnknown)),
        Refusal.AgendaItemUnknown => (404, StaffTexts.In(texts => texts.Refusals.AgendaItemUnknown)),
        Refusal.DecisionUnknown => (404, StaffTexts.In(texts => texts.Refusals.DecisionUnknown)),
        Refusal.ExperimentUnknown => (404, StaffTexts.In(texts => texts.Refusals.ExperimentUnknown)),
        Refusal.FormUnknown => (404, ResidentTexts.In(texts => texts.Refusals.FormUnknown)),
        Refusal.IdTaken => (409, StaffTexts.In(texts => texts.Refusals.IdTaken)),
        Refusal.VersionChanged => (412, StaffTexts.In(texts => texts.Refusals.VersionChanged)),
        Refusal.MeetingClosed => (409, ResidentTexts.In(texts => texts.Refusals.MeetingClosed)),
        Refusal.MeetingHasDecisions => (409, StaffTexts.In(texts => texts.Refusals.MeetingHasDecisions)),
        Refusal.MeetingAlreadyClosed => (409, StaffTexts.In(texts => texts.Refusals.MeetingAlreadyClosed)),
        Refusal.AgendaFull => (409, ResidentTexts.In(texts => texts.Refusals.AgendaFull)),
        Refusal.IdeaAlreadyOnAgenda => (409, StaffTexts.In(texts => texts.Refusals.IdeaAlreadyOnAgenda)),
        Refusal.AgendaItemElsewhere => (409, StaffTexts.In(texts => texts.Refusals.AgendaItemElsewhere)),
        Refusal.AgendaItemAlreadyDecided => (409, StaffTexts.In(texts => texts.Refusals.AgendaItemAlreadyDecided)),
        Refusal.ExperimentAlreadyStarted => (409, StaffTexts.In(texts => texts.Refusals.ExperimentAlreadyStarted)),
        Refusal.FormClosed => (409, ResidentTexts.In(texts => texts.Refusals.FormClosed)),
        Refusal.IdempotencyKeyInvalid => (400, StaffTexts.In(texts => texts.Refusals.IdempotencyKeyInvalid)),
        Refusal.IdempotencyKeyReused => (422, StaffTexts.In(texts => texts.Refusals.IdempotencyKeyReused)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
