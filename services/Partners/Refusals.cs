using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Partners;

/// <summary>Why a rule of Partners said no; the name is the end of the problem's type, <c>urn:kivenkolo:partners:&lt;name&gt;</c>.</summary>
internal enum Refusal
{
    SpaceDiffers,
    SpaceUnknown,
    OrganisationUnknown,
    OrganisationNotListed,
    NoOrganisation,
    ProposalUnknown,
    DateHasPassed,
    DateTooFar,
    AlreadyDecided,
    LinkNotKnown,
    TooManyProposals,
    WebhookUnknown,
    WebhookDisabled,
    WebhookIdTaken,
    TooManyWebhooks,
    TargetNotAllowed,
    Changed,
    Simultaneous,
}

/// <summary>How each refusal is told.</summary>
internal static class Refusals
{
    /// <summary>The problem document of the refusal.</summary>
    public static Refused Result(this Refusal refusal)
    {
        var (status, fi, sv, en) = Told(refusal);
        var (plainFinnish, ar) = ToldWithoutAccount(refusal);
        return new Refused(status, $"urn:kivenkolo:partners:{refusal}",
            new LocalizedText([new("fi", fi), new("sv", sv), new("en", en), new("fi-simple", plainFinnish), new("ar", ar)]));
    }

    // In plain Finnish and Arabic too, what partners without an account can meet.
    private static (string PlainFinnish, string Ar) ToldWithoutAccount(Refusal refusal) => refusal switch
    {
        Refusal.DateHasPassed => ("Tämä aika on jo mennyt.", "هذا الموعد قد مضى."),
        Refusal.DateTooFar => ("Tähän aikaan on yli kaksi vuotta. Valitkaa aikaisempi päivä.", "الموعد بعد أكثر من سنتين. يرجى اختيار موعد أقرب."),
        Refusal.LinkNotKnown => ("Linkki ei toimi. Pyytäkää uusi linkki.", "الرابط لا يعمل أو أصبح قديمًا. يمكن طلب رابط جديد."),
        Refusal.TooManyProposals => ("Olette tehneet jo 20 ehdotusta. Pyytäkää uusi linkki.", "وصل 20 اقتراحًا عبر هذا الرابط. يمكن طلب رابط جديد."),
        _ => ("", ""),
    };

    private static (int Status, string Fi, string Sv, string En) Told(Refusal refusal) => refusal switch
    {
        Refusal.SpaceDiffers => (StatusCodes.Status409Conflict,
            "Tällä tunnuksella on jo avattu tila, jonka tiedot ovat toiset.",
            "Det finns redan ett utrymme med den här beteckningen men med andra uppgifter.",
            "A space with this slug is open already, with other particulars."),
        Refusal.SpaceUnknown => (StatusCodes.Status404NotFound,
            "Tilaa ei ole.", "Utrymmet finns inte.", "There is no such space."),
        Refusal.OrganisationUnknown => (StatusCodes.Status404NotFound,
            "Järjestöä ei ole tilan hakemistossa.",
            "Organisationen finns inte i utrymmets register.",
            "There is no such organisation in the space's directory."),
        Refusal.OrganisationNotListed => (StatusCodes.Status409Conflict,
            "Järjestönne ei ole vielä tilan hakemistossa. Pyytäkää koordinaattoria lisäämään se.",
            "Er organisation finns inte ännu i utrymmets register. Be koordinatorn lägga till den.",
            "Your organisation is not in the space's directory yet. Ask the coordinator to add it."),
        Refusal.NoOrganisation => (StatusCodes.Status403Forbidden,
            "Tunnistautuminen ei kerro, minkä järjestön puolesta toimitte.",
            "Behörigheten anger inte vilken organisation ni företräder.",
            "The token does not say for which organisation you act."),
        Refusal.ProposalUnknown => (StatusCodes.Status404NotFound,
            "Ehdotusta ei ole.", "Förslaget finns inte.", "There is no such proposal."),
        Refusal.DateHasPassed => (StatusCodes.Status422UnprocessableEntity,
            "Ehdotettu aika on jo mennyt.", "Den föreslagna tiden har redan passerat.", "The proposed time has already passed."),
        Refusal.DateTooFar => (StatusCodes.Status422UnprocessableEntity,
            "Ehdotettu aika on yli kahden vuoden päässä.",
            "Den föreslagna tiden ligger mer än två år framåt.",
            "The proposed time is more than two years ahead."),
        Refusal.AlreadyDecided => (StatusCodes.Status409Conflict,
            "Ehdotuksesta on jo päätetty.", "Beslut om förslaget har redan fattats.", "The proposal has already been decided."),
        Refusal.LinkNotKnown => (StatusCodes.Status404NotFound,
            "Linkki ei toimi tai on vanhentunut. Pyytäkää uusi.",
            "Länken fungerar inte eller är för gammal. Be om en ny.",
            "The link does not work or is too old. Ask for a new one."),
        Refusal.TooManyProposals => (StatusCodes.Status409Conflict,
            "Tällä linkillä on jo tehty 20 ehdotusta. Pyytäkää koordinaattorilta uusi.",
            "Med den här länken har redan 20 förslag lämnats. Be koordinatorn om en ny.",
            "Twenty proposals have come through this link. Ask the coordinator for a new one."),
        Refusal.WebhookUnknown => (StatusCodes.Status404NotFound,
            "Webhookia ei ole.", "Webhooken finns inte.", "There is no such webhook."),
        Refusal.WebhookDisabled => (StatusCodes.Status409Conflict,
            "Webhook on pois käytöstä. Tallentakaa se uudelleen, niin se otetaan käyttöön.",
            "Webhooken är ur bruk. Spara den på nytt för att ta den i bruk.",
            "The webhook is disabled. Put it again to enable it."),
        Refusal.WebhookIdTaken => (StatusCodes.Status409Conflict,
            "Tunniste on jo käytössä. Valitkaa toinen.",
            "Identifieraren används redan. Välj en annan.",
            "The id is in use already. Choose another."),
        Refusal.TooManyWebhooks => (StatusCodes.Status409Conflict,
            "Järjestöllä voi olla enintään kymmenen webhookia.",
            "En organisation kan ha högst tio webhookar.",
            "An organisation may have at most ten webhooks."),
        Refusal.TargetNotAllowed => (StatusCodes.Status422UnprocessableEntity,
            "Osoitteeseen ei lähetetä viestejä. Sen pitää olla julkinen https-osoite.",
            "Meddelanden skickas inte till adressen. Den måste vara en offentlig https-adress.",
            "Nothing is sent to this address. It must be a public https address."),
        Refusal.Changed => (StatusCodes.Status412PreconditionFailed,
            "Tietoja on muutettu sen jälkeen, kun luitte ne.",
            "Uppgifterna har ändrats sedan ni läste dem.",
            "This has changed since you read it."),
        Refusal.Simultaneous => (StatusCodes.Status409Conflict,
            "Joku muutti tietoja samalla hetkellä. Yrittäkää uudelleen.",
            "Någon ändrade uppgifterna samtidigt. Försök igen.",
            "Someone changed this at the same moment. Try again."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
