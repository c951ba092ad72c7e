using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Communications;

/// <summary>Why this service says no.</summary>
public enum Refusal
{
    /// <summary>There is no such message here.</summary>
    MessageNotFound,

    /// <summary>The message has changed since the caller read it.</summary>
    Changed,

    /// <summary>What is published is never changed.</summary>
    AlreadyPublished,

    /// <summary>The message has no text in any language.</summary>
    NothingWritten,

    /// <summary>A promised language is missing and no reason was given.</summary>
    PromisedLanguageMissing,

    /// <summary>The link has been used up, has expired, or never was one.</summary>
    LinkNotKnown,

    /// <summary>There is no feed in this language.</summary>
    FeedNotFound,
}

internal static class Refusals
{
    /// <summary>The problem document of a refusal.</summary>
    public static Refused Result(this Refusal refusal) => refusal switch
    {
        Refusal.MessageNotFound => Say(404, refusal,
            "Viestiä ei löydy.", "Meddelandet finns inte.", "There is no such message."),
        Refusal.Changed => Say(412, refusal,
            "Viesti on muuttunut sen jälkeen, kun avasit sen. Avaa se uudelleen.",
            "Meddelandet har ändrats sedan du öppnade det. Öppna det på nytt.",
            "The message has changed since you opened it. Open it again."),
        Refusal.AlreadyPublished => Say(409, refusal,
            "Viesti on jo julkaistu, eikä sitä voi enää muuttaa.",
            "Meddelandet är redan publicerat och kan inte längre ändras.",
            "The message is already published and can no longer be changed."),
        Refusal.NothingWritten => Say(409, refusal,
            "Viestissä ei ole vielä tekstiä.", "Meddelandet har ännu ingen text.", "The message has no text yet."),
        Refusal.PromisedLanguageMissing => Say(409, refusal,
            "Viestistä puuttuu luvattu kieli. Kirjoita se tai kerro, miksi se puuttuu.",
            "Ett utlovat språk saknas i meddelandet. Skriv det eller berätta varför det saknas.",
            "A promised language is missing. Write it, or say why it is missing."),
        Refusal.LinkNotKnown => Say(404, refusal,
            "Linkki ei ole enää voimassa. Voit tilata viestit uudelleen.",
            "Länken gäller inte längre. Du kan beställa meddelandena på nytt.",
            "The link is no longer valid. You can subscribe again.",
            "Linkki ei enää toimi. Voit tilata uudelleen.", "لم يعد الرابط صالحًا. يمكن الاشتراك من جديد."),
        Refusal.FeedNotFound => Say(404, refusal,
            "Syötettä ei ole tällä kielellä.", "Det finns inget flöde på det här språket.", "There is no feed in this language."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    // Plain Finnish and Arabic for what residents can meet; the others are read by those who work in the house.
    private static Refused Say(int status, Refusal refusal, string fi, string sv, string en, string plainFinnish = "", string ar = "") => new(
        status, $"urn:kivenkolo:communications:{refusal}",
        new LocalizedText([new("fi", fi), new("sv", sv), new("en", en), new("fi-simple", plainFinnish), new("ar", ar)]));
}
