using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Contracts;

namespace Kivenkolo.Communications.Mail;

/// <summary>What the mails say around a message, and in the mail that asks for a confirmation, in each language that has phrases for it.</summary>
internal static class MailWording
{
    /// <summary>Above the link to the message's page.</summary>
    public static readonly LocalizedText ReadOnPage = Text(
        "Lue viesti verkossa:", "Lue viesti netissä:", "Läs meddelandet på nätet:", "Read this message on the web:", "قراءة الرسالة على الإنترنت:");

    /// <summary>Above the link that ends the subscription.</summary>
    public static readonly LocalizedText EndHere = Text(
        "Etkö halua enää näitä viestejä? Lopeta tilaus:",
        "Etkö halua enää viestejä? Lopeta tästä:",
        "Vill du inte längre få de här meddelandena? Avsluta beställningen:",
        "No longer want these messages? End your subscription:",
        "لإيقاف هذه الرسائل وإنهاء الاشتراك:");

    /// <summary>The subject of the mail that asks for a confirmation, before the space's name.</summary>
    public static readonly LocalizedText ConfirmSubject = Text(
        "Vahvista tilauksesi", "Haluatko viestejä meiltä?", "Bekräfta din beställning", "Confirm your subscription", "تأكيد الاشتراك");

    /// <summary>Before the link of the mail that asks for a confirmation: {0} is the space's name, {1} what was asked for.</summary>
    public static readonly LocalizedText ConfirmOpening = Text(
        "Hei!\n\nTähän osoitteeseen on tilattu viestejä. Lähettäjä on {0}.\nTilaus: {1}.\n\nJos tilasit viestit itse, vahvista tilaus tästä:",
        "Hei!\n\nHaluatko viestejä sähköpostiin?\nPaikka: {0}\nViestit: {1}\n\nJos haluat, avaa tämä linkki:",
        "Hej!\n\nDen här adressen har anmälts som mottagare av meddelanden från {0}.\nBeställningen gäller: {1}.\n\nOm det var du, bekräfta beställningen här:",
        "Hello!\n\nSomeone asked for messages from {0} to this address.\nWhat was asked for: {1}.\n\nIf it was you, please confirm here:",
        "مرحبًا!\n\nوصلنا طلب اشتراك في رسائل {0} لهذا العنوان.\nالاشتراك في: {1}.\n\nإذا كان الطلب منكم، يرجى تأكيد الاشتراك هنا:");

    /// <summary>After the link of the mail that asks for a confirmation.</summary>
    public static readonly LocalizedText ConfirmClosing = Text(
        "Linkki on voimassa 48 tuntia.\n\nJos et tilannut viestejä, sinun ei tarvitse tehdä mitään. Poistamme osoitteesi.",
        "Linkki toimii kaksi päivää.\n\nJos et halua viestejä, älä tee mitään.\nSilloin poistamme osoitteesi.",
        "Länken gäller i 48 timmar.\n\nOm det inte var du behöver du inte göra någonting. Vi tar bort din adress.",
        "The link is valid for 48 hours.\n\nIf it was not you, you need not do anything. We will remove your address.",
        "الرابط صالح لمدة 48 ساعة.\n\nإذا لم يكن الطلب منكم، فلا حاجة إلى فعل أي شيء. سنحذف العنوان.");

    /// <summary>The topics by name.</summary>
    public static LocalizedText Name(Topic topic) => topic switch
    {
        Topic.Weekly => Text("viikon ohjelma", "viikon ohjelma", "veckans program", "the programme of the week", "برنامج الأسبوع"),
        Topic.Urgent => Text(
            "tieto perumisista heti", "tieto heti, jos jotain perutaan", "besked genast när något ställs in", "word at once when something is cancelled",
            "إشعار فوري عند إلغاء شيء"),
        _ => throw new ArgumentOutOfRangeException(nameof(topic)),
    };

    private static LocalizedText Text(string fi, string plainFinnish, string sv, string en, string ar) =>
        new([new("fi", fi), new("fi-simple", plainFinnish), new("sv", sv), new("en", en), new("ar", ar)]);
}
