using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// What the mails say, in each language the house speaks, written for it and not translated word by word: {0} is the title, {1} the day, {2} the
/// time on the wall, {3} the space's name, {4} the end of an offer. Times are in Finnish style, 14.00: they are what stands on the wall.
/// </summary>
internal static class Wording
{
    /// <summary>Above the link, where the person can leave.</summary>
    public static readonly LocalizedText Leave = Text(
        "Jos et pääse tulemaan, peru ilmoittautumisesi tästä. Silloin joku muu saa paikan:",
        "Etkö voi tulla? Peru tästä:",
        "Om du inte kan komma, avboka här. Då får någon annan platsen:",
        "If you cannot come, cancel here. Then someone else gets the place:",
        "إذا لم تتمكن من الحضور، يمكنك إلغاء تسجيلك هنا ليحصل شخص آخر على المكان:");

    /// <summary>Above the link, where the person can take the place.</summary>
    public static readonly LocalizedText Answer = Text(
        "Ota paikka tai peru tästä:", "Ota paikka tai peru tästä:", "Ta platsen eller avboka här:", "Take the place or cancel here:", "احجز المكان أو ألغِ تسجيلك هنا:");

    private static readonly LocalizedText Confirmed = Text(
        "Hei!\n\nOlet mukana: {0}, {1} klo {2}.\nPaikka on {3}. Tervetuloa!",
        "Hei!\n\nSinulla on paikka.\n{0}\n{1} kello {2}\n{3}\n\nTervetuloa!",
        "Hej!\n\nDu är med: {0}, {1} kl. {2}.\nPlatsen är {3}. Välkommen!",
        "Hello!\n\nYou have a place: {0}, {1} at {2}.\nThe place is {3}. Welcome!",
        "مرحبًا!\n\nلديك مكان: {0}، {1} الساعة {2}.\nالموقع: {3}. أهلًا وسهلًا!");

    private static readonly LocalizedText Waiting = Text(
        "Hei!\n\nOlet jonossa: {0}, {1} klo {2}.\nPaikat ovat nyt täynnä. Kirjoitamme sinulle heti, kun vuorosi tulee.",
        "Hei!\n\nOlet jonossa.\n{0}\n{1} kello {2}\n\nNyt kaikki paikat on varattu.\nSaat viestin, kun saat paikan.",
        "Hej!\n\nDu står i kö: {0}, {1} kl. {2}.\nAlla platser är tagna nu. Vi skriver till dig genast när det är din tur.",
        "Hello!\n\nYou are on the waiting list: {0}, {1} at {2}.\nAll places are taken now. We will write to you as soon as it is your turn.",
        "مرحبًا!\n\nأنت في قائمة الانتظار: {0}، {1} الساعة {2}.\nجميع الأماكن محجوزة الآن. سنكتب إليك فور أن يحين دورك.");

    private static readonly LocalizedText Offer = Text(
        "Hei!\n\nSinulle on paikka: {0}, {1} klo {2}.\nVaraamme sen sinulle {4} asti. Sen jälkeen paikka menee seuraavalle.",
        "Hei!\n\nNyt on paikka sinulle.\n{0}\n{1} kello {2}\n\nVastaa viimeistään {4}.\nMuuten joku muu saa paikan.",
        "Hej!\n\nDet finns en plats för dig: {0}, {1} kl. {2}.\nVi håller den åt dig till {4}. Sedan går den till nästa.",
        "Hello!\n\nThere is a place for you: {0}, {1} at {2}.\nWe keep it for you until {4}. After that it goes to the next person.",
        "مرحبًا!\n\nهناك مكان لك: {0}، {1} الساعة {2}.\nنحتفظ به لك حتى {4}، وبعد ذلك يذهب إلى الشخص التالي.");

    private static readonly LocalizedText Place = Text(
        "Hei!\n\nSait paikan jonosta: {0}, {1} klo {2}.\nPaikka on {3}. Tervetuloa!",
        "Hei!\n\nSait paikan!\n{0}\n{1} kello {2}\n{3}\n\nTervetuloa!",
        "Hej!\n\nDu fick en plats från kön: {0}, {1} kl. {2}.\nPlatsen är {3}. Välkommen!",
        "Hello!\n\nYou got a place from the waiting list: {0}, {1} at {2}.\nThe place is {3}. Welcome!",
        "مرحبًا!\n\nحصلت على مكان من قائمة الانتظار: {0}، {1} الساعة {2}.\nالموقع: {3}. أهلًا وسهلًا!");

    private static readonly LocalizedText Reminder = Text(
        "Hei!\n\nMuistathan: {0}, {1} klo {2}.\nPaikka on {3}. Nähdään!",
        "Hei!\n\nMuista:\n{0}\n{1} kello {2}\n{3}\n\nNähdään!",
        "Hej!\n\nKom ihåg: {0}, {1} kl. {2}.\nPlatsen är {3}. Vi ses!",
        "Hello!\n\nA reminder: {0}, {1} at {2}.\nThe place is {3}. See you!",
        "مرحبًا!\n\nتذكير: {0}، {1} الساعة {2}.\nالموقع: {3}. نراك قريبًا!");

    private static readonly LocalizedText Cancelled = Text(
        "Hei!\n\nPeruttu: {0}, {1} klo {2}.",
        "Hei!\n\nTätä ei ole:\n{0}\n{1} kello {2}\n\nÄlä tule silloin.",
        "Hej!\n\nInställt: {0}, {1} kl. {2}.",
        "Hello!\n\nCancelled: {0}, {1} at {2}.",
        "مرحبًا!\n\nأُلغي: {0}، {1} الساعة {2}.");

    private static readonly LocalizedText Moved = Text(
        "Hei!\n\nAika on muuttunut: {0} on nyt {1} klo {2}.",
        "Hei!\n\nUusi aika!\n{0}\n{1} kello {2}",
        "Hej!\n\nTiden har ändrats: {0} är nu {1} kl. {2}.",
        "Hello!\n\nThe time has changed: {0} is now on {1} at {2}.",
        "مرحبًا!\n\nتغيّر الموعد: {0} أصبح في {1} الساعة {2}.");

    private static readonly LocalizedText Postponed = Text(
        "Hei!\n\nSiirretty: {0}, {1} klo {2}.\nKerromme uuden ajan heti, kun tiedämme sen.",
        "Hei!\n\nTämä on myöhemmin:\n{0}\n{1} kello {2}\n\nÄlä tule silloin.\nSaat viestin, kun on uusi aika.",
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
        LetterKind.Postponed => Postponed,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static LocalizedText Text(string fi, string plainFinnish, string sv, string en, string ar) =>
        new([new("fi", fi), new("fi-simple", plainFinnish), new("sv", sv), new("en", en), new("ar", ar)]);
}
