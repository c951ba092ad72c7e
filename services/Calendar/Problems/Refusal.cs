using System.Globalization;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Calendar.Problems;

/// <summary>Why Calendar says no. The name is the last part of the problem's type, <c>urn:kivenkolo:calendar:&lt;name&gt;</c>.</summary>
public enum Refusal
{
    /// <summary>There is no such activity in the space.</summary>
    UnknownActivity,

    /// <summary>There is no such occurrence in the space.</summary>
    UnknownOccurrence,

    /// <summary>There is no such event, place, keyword or organisation to link to.</summary>
    UnknownResource,

    /// <summary>The place that an activity names is not one of the space's.</summary>
    UnknownPlace,

    /// <summary>The occurrence that a count or someone's hours name is not one of the space's.</summary>
    UnknownCountedOccurrence,

    /// <summary>There is no such entry of a count in the space.</summary>
    UnknownHeadcount,

    /// <summary>A count names a category that the space does not count.</summary>
    UnknownCategory,

    /// <summary>The space has a hundred categories, those out of use included.</summary>
    TooManyCategories,

    /// <summary>Nothing was counted in one of the periods that were to be compared.</summary>
    NothingCounted,

    /// <summary>Two figures that were to be compared do not count the same.</summary>
    ScopesDiffer,

    /// <summary>Figures are brought in as text/csv.</summary>
    NotCsv,

    /// <summary>A file of figures has at most a million bytes.</summary>
    FileTooLarge,

    /// <summary>The id chosen by the caller is in use elsewhere.</summary>
    IdTaken,

    /// <summary>The thing has changed since the caller read it.</summary>
    Changed,

    /// <summary>What has ended can no longer be cancelled.</summary>
    OccurrenceHasEnded,

    /// <summary>The time that something is moved to, or wished for, has passed.</summary>
    TimeHasPassed,

    /// <summary>Hours are entered when the occurrence is over.</summary>
    OccurrenceIsNotOver,

    /// <summary>There are no such hours in the space.</summary>
    UnknownRun,

    /// <summary>The person has hours for this occurrence already, under another id.</summary>
    RunIsRecorded,

    /// <summary>What was signed off changes only with a reason.</summary>
    RunIsSignedOff,

    /// <summary>Nobody signs off their own hours.</summary>
    OwnRun,

    /// <summary>The activity names another as the supervisor, or none and the caller is no coordinator.</summary>
    NotTheSupervisor,

    /// <summary>The decision that an activity names is not one of the space's.</summary>
    UnknownDecision,

    /// <summary>What comes from an experiment comes from the experiment's decision.</summary>
    ExperimentHasDecision,

    /// <summary>What was cancelled stays cancelled; it is neither moved nor postponed.</summary>
    OccurrenceIsCancelled,

    /// <summary>The plan would take away occurrences that have counts, sign-ups or a time of their own.</summary>
    OccurrencesAreCountedOn,

    /// <summary>The place or a piece of equipment is taken at one of the times.</summary>
    Taken,

    /// <summary>Whether a place is shared changes only while nothing is planned there.</summary>
    PlaceIsInUse,

    /// <summary>A thing that an activity needs is not one of the space's.</summary>
    UnknownEquipment,

    /// <summary>The client acts for no organisation.</summary>
    NoOrganisation,

    /// <summary>The partner has as many wishes as it may have.</summary>
    TooManyWishes,

    /// <summary>There is no such wish in the space.</summary>
    UnknownWish,

    /// <summary>The wish was answered otherwise already.</summary>
    WishIsAnswered,

    /// <summary>The plan has more dates than one activity may have.</summary>
    TooManyOccurrences,

    /// <summary>The time does not exist or comes twice on a date, because the clocks change that night.</summary>
    ClockChange,

    /// <summary>There is no such source in the space.</summary>
    UnknownSource,

    /// <summary>The organisation that a source names is not in the space's directory.</summary>
    UnknownOrganisation,

    /// <summary>The address of a source is not one that is asked.</summary>
    AddressNotAllowed,

    /// <summary>The space follows as many sources as it may.</summary>
    TooManySources,

    /// <summary>The link is wrong, or what it belonged to has been forgotten.</summary>
    LinkNotKnown,

    /// <summary>A promised language is missing and no reason was given.</summary>
    PromisedLanguageMissing,

    /// <summary>There is nothing to sign up for: one may just come.</summary>
    NoSignUp,

    /// <summary>It has begun; nobody signs up any more.</summary>
    TooLateToSignUp,

    /// <summary>It was cancelled or postponed.</summary>
    NotTakingPlace,

    /// <summary>More people have signed up than any house could take.</summary>
    SignUpListIsFull,

    /// <summary>No place is offered, or no longer.</summary>
    OfferHasEnded,
}

/// <summary>The answers that refusals become.</summary>
internal static class Refusals
{
    public static Refused Result(this Refusal refusal) => new(Status(refusal), $"urn:kivenkolo:calendar:{refusal}", Title(refusal));

    /// <summary>Why two figures are not compared: says what each of them counts.</summary>
    public static Refused ScopesDiffer(Figure one, Figure other, IReadOnlyList<Category> categories)
    {
        return new(Status(Refusal.ScopesDiffer), $"urn:kivenkolo:calendar:{Refusal.ScopesDiffer}", Say(
            $"Lukuja ei voi verrata, koska ne eivät laske samaa. {Counts(one, "fi", "ei kerrottu, mitä laskettiin")}. {Counts(other, "fi", "ei kerrottu, mitä laskettiin")}.",
            $"Siffrorna kan inte jämföras, för de räknar inte samma sak. {Counts(one, "sv", "inte angivet vad som räknats")}. {Counts(other, "sv", "inte angivet vad som räknats")}.",
            $"The figures cannot be compared, since they do not count the same. {Counts(one, "en", "not stated what was counted")}. {Counts(other, "en", "not stated what was counted")}.",
            arabic: $"لا يمكن مقارنة الرقمين لأنهما لا يعدّان الشيء نفسه. {Counts(one, "ar", "لم يُذكر ما تم عدّه")}. {Counts(other, "ar", "لم يُذكر ما تم عدّه")}."));

        string Counts(Figure figure, string language, string notStated) => string.Create(CultureInfo.InvariantCulture,
            $"{figure.From:d.M.yyyy}–{figure.To:d.M.yyyy}: {(figure.Scope.Length == 0 ? notStated : string.Join(", ", figure.Scope.Select(code => Name(code, language))))}");

        string Name(string code, string language) => categories.FirstOrDefault(category => category.Code == code)?.Name.In(language) ?? code;
    }

    /// <summary>Why a place or a piece of equipment cannot be had: names the first dates on which it is taken, and by what. For those who plan.</summary>
    public static Refused Taken(Clashes clashes)
    {
        return new(Status(Refusal.Taken), $"urn:kivenkolo:calendar:{Refusal.Taken}", Say(
            $"Varattu jo: {Each("fi", "klo ", '.')}{(clashes.More > 0 ? $" ja {clashes.More} muuta kertaa" : "")}.",
            $"Redan bokat: {Each("sv", "kl. ", '.')}{(clashes.More > 0 ? $" och {clashes.More} andra tillfällen" : "")}.",
            $"Already taken: {Each("en", "", ':')}{(clashes.More > 0 ? $" and {clashes.More} other times" : "")}.",
            arabic: $"محجوز: {Each("ar", "الساعة ", ':')}{(clashes.More > 0 ? $" (أوقات أخرى: {clashes.More})" : "")}."));

        string Each(string language, string at, char separator) => string.Join("; ", clashes.First.Select(clash => string.Create(CultureInfo.InvariantCulture,
            $"{clash.Resource.In(language)} {clash.Start:d.M.yyyy} {at}{Time(clash.Start, separator)}–{Time(clash.End, separator)} ({clash.By.In(language)})")));
    }

    /// <summary>Asks whether a time is meant that the clock does not show on a date, or shows twice: says which, and what comes of it.</summary>
    public static Refused ClockChange(DateOnly date, TimeOnly start, WallClock clock)
    {
        var (day, begins) = (date.ToString("d.M.yyyy", CultureInfo.InvariantCulture), clock.At(clock.InstantOf(date, start)));
        var at = date.ToDateTime(start);
        return new(Status(Refusal.ClockChange), $"urn:kivenkolo:calendar:{Refusal.ClockChange}", clock.KindOf(date, start) == LocalTimeKind.Skipped
            ? Say(
                $"Kelloja siirretään eteenpäin {day}: kello {Time(at, '.')} ei ole olemassa. Sinä päivänä alku on silloin kello {Time(begins, '.')}. Jos tarkoitat sitä, valitse se alta.",
                $"Klockan ställs fram {day}: klockan {Time(at, '.')} finns inte. Den dagen börjar det då klockan {Time(begins, '.')}. Om du menar det, välj det nedan.",
                $"The clocks go forward on {day}: {Time(at, ':')} does not exist. On that day it then begins at {Time(begins, ':')}. If you mean that, choose it below.",
                arabic: $"تُقدَّم الساعة في {day}، والساعة {Time(at, ':')} غير موجودة في ذلك اليوم. يبدأ النشاط عندئذ الساعة {Time(begins, ':')}. إذا كان هذا هو المقصود، يرجى اختياره أدناه.")
            : Say(
                $"Kelloja siirretään taaksepäin {day}: kello {Time(at, '.')} tulee kahdesti. Sinä päivänä tarkoitetaan silloin ensimmäistä, kesäaikaa. Jos tarkoitat sitä, valitse se alta.",
                $"Klockan ställs tillbaka {day}: klockan {Time(at, '.')} kommer två gånger. Den dagen menas då den första, sommartid. Om du menar det, välj det nedan.",
                $"The clocks go back on {day}: {Time(at, ':')} comes twice. On that day the first is then meant, in summer time. If you mean that, choose it below.",
                arabic: $"تُؤخَّر الساعة في {day}، والساعة {Time(at, ':')} تأتي مرتين في ذلك اليوم. المقصود عندئذ المرة الأولى، بالتوقيت الصيفي. إذا كان هذا هو المقصود، يرجى اختياره أدناه."));
    }

    private static string Time(DateTime time, char separator) => separator == '.'
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Hour}.{time.Minute:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}:{time.Minute:00}");

    private static int Status(Refusal refusal) => refusal switch
    {
        Refusal.UnknownActivity or Refusal.UnknownOccurrence or Refusal.UnknownResource or Refusal.UnknownHeadcount or Refusal.UnknownRun
            or Refusal.UnknownSource or Refusal.UnknownWish or Refusal.LinkNotKnown => StatusCodes.Status404NotFound,
        Refusal.AddressNotAllowed => StatusCodes.Status422UnprocessableEntity,
        Refusal.Changed => StatusCodes.Status412PreconditionFailed,
        Refusal.NotCsv => StatusCodes.Status415UnsupportedMediaType,
        Refusal.FileTooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status409Conflict,
    };

    private static LocalizedText Title(Refusal refusal) => refusal switch
    {
        Refusal.UnknownActivity => Say("Toimintaa ei löydy", "Aktiviteten hittades inte", "There is no such activity",
            "Tätä toimintaa ei ole.", "هذا النشاط غير موجود."),
        Refusal.UnknownOccurrence => Say("Tapahtumakertaa ei löydy", "Tillfället hittades inte", "There is no such occurrence",
            "Tätä kertaa ei ole ohjelmassa.", "هذا الموعد غير موجود في البرنامج."),
        Refusal.UnknownResource => Say("Tietoa ei löydy", "Uppgiften hittades inte", "There is no such resource"),
        Refusal.UnknownPlace => Say("Paikka ei ole tämän tilan paikka", "Platsen hör inte till det här stället", "The place is not one of this space's places",
            arabic: "هذا المكان ليس من أماكن البيت."),
        Refusal.UnknownCountedOccurrence => Say(
            "Tapahtumakerta ei ole tämän tilan ohjelmassa", "Tillfället finns inte i det här ställets program", "The occurrence is not in this space's programme",
            arabic: "هذا الموعد غير موجود في برنامج البيت."),
        Refusal.UnknownHeadcount => Say("Kirjausta ei löydy", "Anteckningen hittades inte", "There is no such entry",
            arabic: "هذا القيد غير موجود."),
        Refusal.UnknownCategory => Say(
            "Tässä tilassa ei lasketa tällaista luokkaa", "Det här stället räknar inte en sådan kategori", "This space does not count such a category",
            arabic: "هذه الفئة لا تُعدّ هنا."),
        Refusal.TooManyCategories => Say(
            "Tilassa on jo sata laskettavaa luokkaa", "Stället har redan hundra kategorier att räkna", "The space has a hundred categories to count already",
            arabic: "لدى البيت مئة فئة، ولا يمكن إضافة المزيد."),
        Refusal.NothingCounted => Say(
            "Toiselta jaksolta ei ole laskettu mitään", "För den ena perioden har inget räknats", "Nothing was counted in one of the periods",
            arabic: "لم يُسجَّل أي عدد في إحدى الفترتين."),
        Refusal.NotCsv => Say("Tiedoston pitää olla CSV (text/csv)", "Filen ska vara CSV (text/csv)", "The file is to be CSV (text/csv)",
            arabic: "يجب أن يكون الملف بصيغة CSV (text/csv)."),
        Refusal.FileTooLarge => Say("Tiedosto on liian suuri", "Filen är för stor", "The file is too large",
            arabic: "الملف كبير جدًا."),
        Refusal.IdTaken => Say("Tunniste on jo käytössä", "Identifikationen används redan", "The id is already in use"),
        Refusal.Changed => Say(
            "Joku muu on muuttanut tätä. Lue uudelleen ja yritä sitten.",
            "Någon annan har ändrat det här. Läs på nytt och försök sedan.",
            "Someone else has changed this. Read it again and then try.",
            arabic: "غيّر شخص آخر هذه المعلومات. يرجى قراءتها من جديد ثم المحاولة مرة أخرى."),
        Refusal.OccurrenceHasEnded => Say(
            "Kerta on jo päättynyt. Sitä ei voi enää perua eikä muuttaa.",
            "Tillfället är redan slut. Det kan inte längre ställas in eller ändras.",
            "It has already ended. It can no longer be cancelled or changed.",
            arabic: "انتهى هذا الموعد، ولم يعد من الممكن إلغاؤه أو تغييره."),
        Refusal.TimeHasPassed => Say(
            "Uusi aika on jo mennyt. Valitse tuleva aika.", "Den nya tiden har redan varit. Välj en kommande tid.",
            "The new time has already passed. Choose a time to come.",
            arabic: "مضى الوقت الجديد. يرجى اختيار وقت قادم."),
        Refusal.OccurrenceIsNotOver => Say(
            "Tunnit kirjataan vasta, kun kerta on päättynyt", "Timmarna antecknas först när tillfället är slut", "Hours are entered when it is over",
            arabic: "تُسجَّل الساعات بعد انتهاء الموعد."),
        Refusal.UnknownRun => Say("Tunteja ei löydy", "Timmarna hittades inte", "There are no such hours",
            arabic: "هذه الساعات غير موجودة."),
        Refusal.RunIsRecorded => Say(
            "Olet jo kirjannut tunnit tältä kerralta", "Du har redan antecknat timmar för det här tillfället", "You have entered hours for this already",
            arabic: "سبق تسجيل ساعاتك لهذا الموعد."),
        Refusal.RunIsSignedOff => Say(
            "Ohjaaja on jo vahvistanut nämä tunnit. Kerro, miksi muutat niitä.",
            "Handledaren har redan bekräftat timmarna. Berätta varför du ändrar dem.",
            "Your supervisor has signed off these hours. Say why you change them.",
            arabic: "أكد المشرف هذه الساعات. يرجى ذكر سبب التغيير."),
        Refusal.OwnRun => Say(
            "Omia tunteja ei voi vahvistaa itse", "Man kan inte bekräfta sina egna timmar", "Nobody signs off their own hours",
            arabic: "لا يمكن لأحد تأكيد ساعاته بنفسه."),
        Refusal.NotTheSupervisor => Say(
            "Vain toiminnan ohjaaja voi vahvistaa nämä tunnit", "Bara aktivitetens handledare kan bekräfta de här timmarna", "Only the activity's supervisor signs off these hours",
            arabic: "لا يؤكد هذه الساعات إلا مشرف النشاط."),
        Refusal.UnknownDecision => Say("Päätöstä ei löydy", "Beslutet hittades inte", "There is no such decision",
            arabic: "هذا القرار غير موجود."),
        Refusal.ExperimentHasDecision => Say(
            "Toiminta on kokeilu, ja se liittyy jo päätökseen", "Aktiviteten är ett försök och hör redan till ett beslut", "The activity is an experiment and has its decision already",
            arabic: "هذا النشاط تجربة، وله قراره."),
        Refusal.OccurrenceIsCancelled => Say("Tapahtumakerta on peruttu", "Tillfället är inställt", "The occurrence has been cancelled",
            arabic: "أُلغي هذا الموعد."),
        Refusal.OccurrencesAreCountedOn => Say(
            "Muutos poistaisi kertoja, joihin on ilmoittauduttu, joille on kirjattu kävijöitä tai joilla on oma aika. Jos haluat jatkaa, valitse alta, että kerrat perutaan.",
            "Ändringen skulle ta bort tillfällen som har anmälningar, besökssiffror eller en egen tid. Om du vill fortsätta, välj nedan att de ställs in.",
            "The change would remove dates that have sign-ups, counts or a time of their own. To continue, choose below to cancel them.",
            arabic: "سيحذف هذا التغيير مواعيد فيها تسجيلات أو أعداد زوار أو لها وقت خاص بها. للمتابعة يرجى اختيار إلغائها أدناه."),
        Refusal.Taken => Say(
            "Paikka tai väline on jo varattu johonkin näistä ajoista", "Platsen eller utrustningen är redan bokad vid någon av tiderna",
            "The place or a piece of equipment is taken at one of these times",
            arabic: "المكان أو بعض المعدات محجوز في أحد هذه الأوقات."),
        Refusal.PlaceIsInUse => Say(
            "Paikassa on jo ohjelmaa, joten sen jakamista ei voi enää muuttaa", "Platsen används redan och kan inte längre ändras så",
            "Something is planned there already, so this can no longer be changed",
            arabic: "يوجد برنامج في هذا المكان، ولم يعد من الممكن تغيير ذلك."),
        Refusal.UnknownEquipment => Say("Väline ei ole tämän tilan", "Utrustningen hör inte till det här stället", "The equipment is not this space's",
            arabic: "هذه المعدات ليست من معدات البيت."),
        Refusal.NoOrganisation => Say("Tunnus ei kuulu millekään järjestölle", "Klienten hör inte till någon organisation", "The client acts for no organisation"),
        Refusal.TooManyWishes => Say("Toiveita on jo liian monta", "Det finns redan för många önskemål", "There are too many wishes already"),
        Refusal.UnknownWish => Say("Toivetta ei ole", "Önskemålet finns inte", "There is no such wish",
            arabic: "هذا الطلب غير موجود."),
        Refusal.WishIsAnswered => Say("Toiveeseen on jo vastattu", "Önskemålet har redan besvarats", "The wish was answered already",
            arabic: "سبقت الإجابة عن هذا الطلب."),
        Refusal.TooManyOccurrences => Say("Sarjassa on liian monta päivää", "Serien har för många datum", "The series has too many dates",
            arabic: "عدد الأيام في السلسلة أكبر من المسموح به."),
        Refusal.UnknownSource => Say("Kalenteria ei löydy", "Kalendern hittades inte", "There is no such calendar",
            arabic: "هذا التقويم غير موجود."),
        Refusal.UnknownOrganisation => Say(
            "Järjestö ei ole tämän tilan hakemistossa", "Organisationen finns inte i det här ställets register", "The organisation is not in this space's directory",
            arabic: "هذه المنظمة غير موجودة في دليل البيت."),
        Refusal.AddressNotAllowed => Say(
            "Osoitteesta ei haeta kalenteria. Sen pitää olla julkinen https-osoite.",
            "Ingen kalender hämtas från adressen. Den måste vara en offentlig https-adress.",
            "No calendar is pulled from this address. It must be a public https address.",
            arabic: "لا يُجلب تقويم من هذا العنوان. يجب أن يكون عنوان https عامًا."),
        Refusal.TooManySources => Say(
            "Tila voi seurata enintään 50 kalenteria", "Stället kan följa högst 50 kalendrar", "A space can follow at most 50 calendars",
            arabic: "يمكن متابعة 50 تقويمًا على الأكثر."),
        Refusal.LinkNotKnown => Say("Linkki ei toimi tai on vanhentunut", "Länken fungerar inte eller är för gammal", "The link does not work or is too old",
            "Linkki ei toimi. Ehkä se on vanha.", "الرابط لا يعمل أو أصبح قديمًا."),
        Refusal.PromisedLanguageMissing => Say(
            "Luvattu kieli puuttuu. Julkaise vasta kun kieli on valmis, tai kerro syy.",
            "Ett utlovat språk saknas. Publicera först när språket är klart, eller ange ett skäl.",
            "A promised language is missing. Publish when it is there, or give a reason.",
            arabic: "تنقص لغة من اللغات الموعودة. يُنشر البرنامج عند اكتمالها أو مع ذكر السبب."),
        Refusal.NoSignUp => Say("Tähän ei tarvitse ilmoittautua. Tule vain!", "Ingen anmälan behövs. Kom bara!", "No sign-up is needed. Just come!",
            "Et tarvitse paikkaa. Tule vain!", "لا حاجة إلى التسجيل. أهلًا بالجميع!"),
        Refusal.TooLateToSignUp => Say(
            "Tämä on jo alkanut, ilmoittautuminen on päättynyt", "Det här har redan börjat, anmälan är stängd", "This has already begun, sign-up is closed",
            "Tämä on jo alkanut. Et voi enää ilmoittautua.", "بدأ النشاط، ولم يعد التسجيل ممكنًا."),
        Refusal.NotTakingPlace => Say(
            "Tätä ei järjestetä ilmoitettuna aikana", "Det här äger inte rum vid den angivna tiden", "This does not take place at its time",
            "Tätä ei ole silloin. Katso ohjelmasta, mitä on muuttunut.", "لن يُقام هذا النشاط في موعده المعلن."),
        Refusal.SignUpListIsFull => Say("Jonokin on täynnä", "Även kön är full", "The waiting list is full too",
            "Myös jono on täynnä.", "قائمة الانتظار ممتلئة أيضًا."),
        Refusal.OfferHasEnded => Say("Paikka ei ole enää vapaana sinulle", "Platsen är inte längre ledig för dig", "The place is no longer kept for you",
            "Paikka meni jo toiselle.", "لم يعد المكان محجوزًا لك."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    // Plain Finnish for what residents and partners without an account can meet: those who work in the house read Finnish. What only programs meet has no Arabic.
    private static LocalizedText Say(string finnish, string swedish, string english, string? plainFinnish = null, string? arabic = null) =>
        new([new("fi", finnish), new("sv", swedish), new("en", english), new("fi-simple", plainFinnish ?? ""), new("ar", arabic ?? "")]);
}
