using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// What the mails say, in each language the house speaks, written for it and not translated word by word: {0} is the title, {1} the day, {2} the
/// time on the wall, {3} where, {4} and {5} the day and time at which an offer ends.
/// </summary>
internal static class Wording
{
    /// <summary>Above the link, where the person can leave.</summary>
    public static readonly LocalizedText Leave = Text(
        "Jos et pääse tulemaan, peru ilmoittautumisesi tästä. Silloin joku muu saa paikan:",
        "Etkö voi tulla? Peru tästä:",
        "Om du inte kan komma, avboka här. Då får någon annan platsen:",
        "If you cannot come, cancel here. Then someone else gets the place:",
        "إذا تعذّر الحضور، يمكن إلغاء التسجيل هنا ليحصل شخص آخر على المكان:");

    /// <summary>Above the link, where the person can take the place.</summary>
    public static readonly LocalizedText Answer = Text(
        "Ota paikka tai peru tästä:", "Ota paikka tai peru tästä:", "Ta platsen eller avboka här:", "Take the place or cancel here:", "لحجز المكان أو إلغاء التسجيل:");

    private static readonly LocalizedText Confirmed = Text(
        "Hei!\n\nOlet mukana: {0}, {1} klo {2}.\nMissä: {3}\n\nTervetuloa!",
        "Hei!\n\nSinulla on paikka.\n{0}\n{1} kello {2}\nMissä: {3}\n\nTervetuloa!",
        "Hej!\n\nDu är med: {0}, {1} kl. {2}.\nVar: {3}\n\nVälkommen!",
        "Hello!\n\nYou have a place: {0}, {1} at {2}.\nWhere: {3}\n\nWelcome!",
        "مرحبًا!\n\nلديك مكان: {0}، {1} الساعة {2}.\nالموقع: {3}\n\nأهلًا وسهلًا!");

    private static readonly LocalizedText Waiting = Text(
        "Hei!\n\nOlet jonossa: {0}, {1} klo {2}.\nPaikat ovat nyt täynnä. Kirjoitamme sinulle heti, kun vuorosi tulee.",
        "Hei!\n\nOlet jonossa.\n{0}\n{1} kello {2}\n\nNyt kaikki paikat on varattu.\nSaat viestin, kun saat paikan.",
        "Hej!\n\nDu står i kö: {0}, {1} kl. {2}.\nAlla platser är tagna nu. Vi skriver till dig genast när det är din tur.",
        "Hello!\n\nYou are on the waiting list: {0}, {1} at {2}.\nAll places are taken now. We will write to you as soon as it is your turn.",
        "مرحبًا!\n\nأنت في قائمة الانتظار: {0}، {1} الساعة {2}.\nجميع الأماكن محجوزة الآن. سنكتب إليك فور أن يحين دورك.");

    private static readonly LocalizedText Offer = Text(
        "Hei!\n\nSinulle on paikka: {0}, {1} klo {2}.\nMissä: {3}\n\nViimeinen aika vastata: {4} klo {5}. Sen jälkeen paikka menee seuraavalle.",
        "Hei!\n\nNyt on paikka sinulle.\n{0}\n{1} kello {2}\nMissä: {3}\n\nVastaa viimeistään: {4} kello {5}\nMuuten joku muu saa paikan.",
        "Hej!\n\nDet finns en plats för dig: {0}, {1} kl. {2}.\nVar: {3}\n\nSvara senast {4} kl. {5}. Sedan går platsen till nästa.",
        "Hello!\n\nThere is a place for you: {0}, {1} at {2}.\nWhere: {3}\n\nWe keep it for you until {4} at {5}. After that it goes to the next person.",
        "مرحبًا!\n\nهناك مكان لك: {0}، {1} الساعة {2}.\nالموقع: {3}\n\nنحتفظ به لك حتى {4} الساعة {5}، وبعد ذلك يذهب إلى الشخص التالي.");

    private static readonly LocalizedText Place = Text(
        "Hei!\n\nSait paikan jonosta: {0}, {1} klo {2}.\nMissä: {3}\n\nTervetuloa!",
        "Hei!\n\nSait paikan!\n{0}\n{1} kello {2}\nMissä: {3}\n\nTervetuloa!",
        "Hej!\n\nDu fick en plats från kön: {0}, {1} kl. {2}.\nVar: {3}\n\nVälkommen!",
        "Hello!\n\nYou got a place from the waiting list: {0}, {1} at {2}.\nWhere: {3}\n\nWelcome!",
        "مرحبًا!\n\nحصلت على مكان من قائمة الانتظار: {0}، {1} الساعة {2}.\nالموقع: {3}\n\nأهلًا وسهلًا!");

    private static readonly LocalizedText Reminder = Text(
        "Hei!\n\nMuistathan: {0}, {1} klo {2}.\nMissä: {3}\n\nNähdään!",
        "Hei!\n\nMuista:\n{0}\n{1} kello {2}\nMissä: {3}\n\nNähdään!",
        "Hej!\n\nKom ihåg: {0}, {1} kl. {2}.\nVar: {3}\n\nVi ses!",
        "Hello!\n\nA reminder: {0}, {1} at {2}.\nWhere: {3}\n\nSee you!",
        "مرحبًا!\n\nتذكير: {0}، {1} الساعة {2}.\nالموقع: {3}\n\nنراك قريبًا!");

    private static readonly LocalizedText Cancelled = Text(
        "Hei!\n\nPeruttu: {0}, {1} klo {2}.",
        "Hei!\n\nTämä on peruttu:\n{0}\n{1} kello {2}\n\nÄlä tule silloin.",
        "Hej!\n\nInställt: {0}, {1} kl. {2}.",
        "Hello!\n\nCancelled: {0}, {1} at {2}.",
        "مرحبًا!\n\nأُلغي: {0}، {1} الساعة {2}.");

    private static readonly LocalizedText Moved = Text(
        "Hei!\n\nAika on muuttunut.\nUusi aika: {0}, {1} klo {2}.\nMissä: {3}",
        "Hei!\n\nUusi aika!\n{0}\n{1} kello {2}\nMissä: {3}",
        "Hej!\n\nTiden har ändrats.\nNy tid: {0}, {1} kl. {2}.\nVar: {3}",
        "Hello!\n\nThe time has changed.\nNew time: {0}, {1} at {2}.\nWhere: {3}",
        "مرحبًا!\n\nتغيّر الموعد.\nالموعد الجديد: {0}، {1} الساعة {2}.\nالموقع: {3}");

    private static readonly LocalizedText Relocated = Text(
        "Hei!\n\nPaikka on muuttunut: {0}, {1} klo {2}.\nUusi paikka: {3}",
        "Hei!\n\nUusi paikka!\n{0}\n{1} kello {2}\n\nTule tänne:\n{3}",
        "Hej!\n\nPlatsen har ändrats: {0}, {1} kl. {2}.\nNy plats: {3}",
        "Hello!\n\nThe place has changed: {0}, {1} at {2}.\nThe new place: {3}",
        "مرحبًا!\n\nتغيّر المكان: {0}، {1} الساعة {2}.\nالمكان الجديد: {3}");

    private static readonly LocalizedText Postponed = Text(
        "Hei!\n\nLykätty: {0}, {1} klo {2}.\nKerromme uuden ajan heti, kun tiedämme sen.",
        "Hei!\n\nTämä ei ole silloin:\n{0}\n{1} kello {2}\n\nÄlä tule silloin. Saat viestin, kun tiedämme uuden ajan.",
        "Hej!\n\nUppskjutet: {0}, {1} kl. {2}.\nVi skriver så snart vi vet den nya tiden.",
        "Hello!\n\nPostponed: {0}, {1} at {2}.\nWe will write as soon as we know the new time.",
        "مرحبًا!\n\nأُجّل: {0}، {1} الساعة {2}.\nسنكتب إليك فور معرفة الموعد الجديد.");

    /// <summary>The text of a mail of this kind to someone whose sign-up stands so.</summary>
    public static LocalizedText Of(LetterKind kind, RegistrationStatus status) => kind switch
    {
        LetterKind.SignedUp => status == RegistrationStatus.Waiting ? Waiting : Confirmed,
        LetterKind.Offer => Offer,
        LetterKind.Place => Place,
        LetterKind.Reminder => Reminder,
        LetterKind.Cancelled => Cancelled,
        LetterKind.Moved => Moved,
        LetterKind.Relocated => Relocated,
        LetterKind.Postponed => Postponed,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static LocalizedText Text(string fi, string plainFinnish, string sv, string en, string ar) =>
        new([new("fi", fi), new("fi-simple", plainFinnish), new("sv", sv), new("en", en), new("ar", ar)]);
}
