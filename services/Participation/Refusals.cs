using System.Collections.Concurrent;
using Kivenkolo.Contracts;
using Kivenkolo.Participation.Texts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Participation;

/// <summary>Why something was not done. The name is part of the problem's type and never changes.</summary>
internal enum Refusal
{
    UnknownIdea,
    UnknownMeeting,
    UnknownAgendaItem,
    UnknownDecision,
    UnknownExperiment,
    UnknownForm,
    IdTaken,
    Changed,
    MeetingClosed,
    MeetingHasDecisions,
    ClosedWithAnotherNumber,
    AgendaFull,
    AlreadyOnThisAgenda,
    NotOnThisAgenda,
    AlreadyDecided,
    ExperimentAlreadyStarted,
    FormNotOpen,
    WrongKey,
    KeyReused,
}

internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, Refused> Known = new();

    /// <summary>The problem document that tells it, with the type <c>urn:kivenkolo:participation:&lt;Refusal&gt;</c>.</summary>
    public static Refused Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal =>
    {
        var (status, title) = Told(refusal);
        return new(status, $"urn:kivenkolo:participation:{refusal}", title);
    });

    // In plain Finnish and Arabic too, what residents and partners without an account can meet; the others are read by those who work in the house.
    private static (int Status, LocalizedText Title) Told(Refusal refusal) => refusal switch
    {
        Refusal.UnknownIdea => (404, ResidentTexts.In(texts => texts.Refusals.UnknownIdea)),
        Refusal.UnknownMeeting => (404, ResidentTexts.In(texts => texts.Refusals.UnknownMeeting)),
        Refusal.UnknownAgendaItem => (404, StaffTexts.In(texts => texts.Refusals.UnknownAgendaItem)),
        Refusal.UnknownDecision => (404, StaffTexts.In(texts => texts.Refusals.UnknownDecision)),
        Refusal.UnknownExperiment => (404, StaffTexts.In(texts => texts.Refusals.UnknownExperiment)),
        Refusal.UnknownForm => (404, ResidentTexts.In(texts => texts.Refusals.UnknownForm)),
        Refusal.IdTaken => (409, StaffTexts.In(texts => texts.Refusals.IdTaken)),
        Refusal.Changed => (412, StaffTexts.In(texts => texts.Refusals.Changed)),
        Refusal.MeetingClosed => (409, ResidentTexts.In(texts => texts.Refusals.MeetingClosed)),
        Refusal.MeetingHasDecisions => (409, StaffTexts.In(texts => texts.Refusals.MeetingHasDecisions)),
        Refusal.ClosedWithAnotherNumber => (409, StaffTexts.In(texts => texts.Refusals.ClosedWithAnotherNumber)),
        Refusal.AgendaFull => (409, ResidentTexts.In(texts => texts.Refusals.AgendaFull)),
        Refusal.AlreadyOnThisAgenda => (409, StaffTexts.In(texts => texts.Refusals.AlreadyOnThisAgenda)),
        Refusal.NotOnThisAgenda => (409, StaffTexts.In(texts => texts.Refusals.NotOnThisAgenda)),
        Refusal.AlreadyDecided => (409, StaffTexts.In(texts => texts.Refusals.AlreadyDecided)),
        Refusal.ExperimentAlreadyStarted => (409, StaffTexts.In(texts => texts.Refusals.ExperimentAlreadyStarted)),
        Refusal.FormNotOpen => (409, ResidentTexts.In(texts => texts.Refusals.FormNotOpen)),
        Refusal.WrongKey => (400, StaffTexts.In(texts => texts.Refusals.WrongKey)),
        Refusal.KeyReused => (422, StaffTexts.In(texts => texts.Refusals.KeyReused)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
