using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Identity;

/// <summary>Why Identity turns a request down; the name is the end of the problem's <c>type</c>.</summary>
internal enum Refusal
{
    UnknownPerson,
    UnknownClient,
    NotYourSpace,
}

internal static class Refusals
{
    public static Refused Result(this Refusal refusal) => refusal switch
    {
        Refusal.UnknownPerson => Say(refusal, StatusCodes.Status404NotFound,
            "Tällaista henkilöä ei ole.", "Det finns ingen sådan person.", "There is no such person."),
        Refusal.UnknownClient => Say(refusal, StatusCodes.Status404NotFound,
            "Tällaisia tunnuksia ei ole.", "Det finns inga sådana uppgifter.", "There are no such credentials."),
        Refusal.NotYourSpace => Say(refusal, StatusCodes.Status403Forbidden,
            "Vain tilan koordinaattori voi tehdä tämän.", "Bara rummets koordinator kan göra det här.", "Only a coordinator of the space can do this."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    private static Refused Say(Refusal refusal, int status, string fi, string sv, string en) =>
        new(status, $"urn:kivenkolo:identity:{refusal}", new LocalizedText([new("fi", fi), new("sv", sv), new("en", en)]));
}
