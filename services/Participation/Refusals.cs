using Kivenkolo.Contracts;
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
    /// <summary>The problem document that tells it, with the type <c>urn:kivenkolo:participation:&lt;Refusal&gt;</c>.</summary>
    public static Refused Result(this Refusal refusal)
    {
        var (status, fi, sv, en) = Told(refusal);
        var (plainFinnish, ar) = ToldToResidents(refusal);
        return new Refused(status, $"urn:kivenkolo:participation:{refusal}",
            new LocalizedText([new("fi", fi), new("sv", sv), new("en", en), new("fi-simple", plainFinnish), new("ar", ar)]));
    }

    // In plain Finnish and Arabic too, what residents can meet.
    private static (string PlainFinnish, string Ar) ToldToResidents(Refusal refusal) => refusal switch
    {
        Refusal.UnknownIdea => ("Tätä ideaa ei ole.", "هذه الفكرة غير موجودة."),
        Refusal.UnknownMeeting => ("Tätä kokousta ei ole.", "هذا الاجتماع غير موجود."),
        Refusal.UnknownForm => ("Tätä lomaketta ei ole.", "نموذج الآراء غير موجود."),
        Refusal.AgendaFull => ("Kokouksen lista on täynnä.", "جدول أعمال الاجتماع ممتلئ."),
        Refusal.MeetingClosed => ("Talokokous on jo ohi.", "انتهى اجتماع البيت."),
        Refusal.FormNotOpen => ("Et voi enää antaa palautetta.", "لم يعد من الممكن إبداء الرأي هنا."),
        _ => ("", ""),
    };

    private static (int Status, string Fi, string Sv, string En) Told(Refusal refusal) => refusal switch
    {
        Refusal.UnknownIdea => (404, "Ideaa ei löydy", "Idén hittades inte", "There is no such idea"),
        Refusal.UnknownMeeting => (404, "Talokokousta ei löydy", "Husmötet hittades inte", "There is no such house meeting"),
        Refusal.UnknownAgendaItem => (404, "Asiaa ei ole tämän kokouksen listalla", "Ärendet finns inte på mötets lista", "There is no such item on this meeting's agenda"),
        Refusal.UnknownDecision => (404, "Päätöstä ei löydy", "Beslutet hittades inte", "There is no such decision"),
        Refusal.UnknownExperiment => (404, "Kokeilua ei löydy", "Försöket hittades inte", "There is no such experiment"),
        Refusal.UnknownForm => (404, "Palautelomaketta ei löydy", "Responsformuläret hittades inte", "There is no such feedback form"),
        Refusal.IdTaken => (409, "Tunniste on jo käytössä", "Identifieraren används redan", "The id is already in use"),
        Refusal.Changed => (412, "Joku muu muutti tätä välillä", "Någon annan har ändrat detta under tiden", "Someone else has changed this in the meantime"),
        Refusal.MeetingClosed => (409, "Talokokous on jo päättynyt", "Husmötet är redan avslutat", "The house meeting is already closed"),
        Refusal.MeetingHasDecisions => (409, "Kokouksen päivää ei voi muuttaa, koska siinä on jo päätetty jotain",
            "Mötets dag kan inte ändras, eftersom något redan har beslutats där", "The day cannot be changed: the meeting has already decided something"),
        Refusal.ClosedWithAnotherNumber => (409, "Kokous on jo päätetty ja paikalla olleiden määrä kirjattu",
            "Mötet är redan avslutat och antalet närvarande antecknat", "The meeting is already closed with another number of people present"),
        Refusal.AgendaFull => (409, "Kokouksen lista on täynnä", "Mötets lista är full", "The meeting's agenda is full"),
        Refusal.AlreadyOnThisAgenda => (409, "Idea on jo tämän kokouksen listalla", "Idén finns redan på mötets lista", "The idea is already on this meeting's agenda"),
        Refusal.NotOnThisAgenda => (409, "Asia ei ole tämän kokouksen listalla", "Ärendet finns inte på det här mötets lista", "The item is not on this meeting's agenda"),
        Refusal.AlreadyDecided => (409, "Asiasta on jo päätetty", "Ärendet är redan avgjort", "This has already been decided"),
        Refusal.ExperimentAlreadyStarted => (409, "Päätöksestä on jo aloitettu kokeilu", "Ett försök har redan inletts av beslutet", "The decision already has an experiment"),
        Refusal.FormNotOpen => (409, "Palautetta ei voi enää antaa", "Responsen kan inte längre ges", "Feedback can no longer be given here"),
        Refusal.WrongKey => (400, "Idempotency-Key on 1–200 merkkiä", "Idempotency-Key är 1–200 tecken", "Idempotency-Key has 1–200 characters"),
        Refusal.KeyReused => (422, "Samalla Idempotency-Key-avaimella on jo lähetetty toinen vastaus",
            "Samma Idempotency-Key har redan använts för ett annat svar", "The same Idempotency-Key was used for another answer"),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
