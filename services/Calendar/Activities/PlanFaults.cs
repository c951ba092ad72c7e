using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Activities;

/// <summary>What can be wrong with a plan, as it is told to those who make it.</summary>
internal static class PlanFaults
{
    public static readonly LocalizedText Months = Say(
        "Valitse kuukausia 1–12, ei kaikkia.", "Välj månader 1–12, inte alla.", "Months are 1–12, and not all of them.", "الأشهر من 1 إلى 12، وليست كلها.");

    public static readonly LocalizedText ExcludedDates = Say(
        "Päivän pitää olla ensimmäinen päivä tai sen jälkeen, viimeistään vuonna 2099.", "Dagen ska vara den första dagen eller senare, senast år 2099.",
        "Dates from the first date on, until 2099.", "التواريخ من اليوم الأول فصاعدًا، حتى عام 2099.");

    public static readonly LocalizedText AdditionalDates = Say(
        "Päivän pitää olla ensimmäisen päivän jälkeen, viimeistään vuonna 2099.", "Dagen ska vara efter den första dagen, senast år 2099.",
        "Dates after the first date, until 2099.", "التواريخ بعد اليوم الأول، حتى عام 2099.");

    public static readonly LocalizedText OnlyARulePauses = Say(
        "Vain toistuvalla on taukoja.", "Bara det som återkommer har pauser.", "Only a rule pauses.", "التوقف للنشاط المتكرر فقط.");

    public static readonly LocalizedText FirstDateIsNotAWeekday = Say(
        "Ensimmäinen päivä ei ole valittu viikonpäivä.", "Den första dagen är inte en av de valda veckodagarna.",
        "The first date is not one of the weekdays.", "اليوم الأول ليس من أيام الأسبوع المختارة.");

    public static readonly LocalizedText FirstDateIsNotOfTheRule = Say(
        "Ensimmäinen päivä ei ole säännön päivä.", "Den första dagen är inte en av regelns dagar.",
        "The first date is not a day of the rule.", "اليوم الأول ليس من أيام القاعدة.");

    public static readonly LocalizedText CapacityWithoutSignUp = Say(
        "Paikkoja lasketaan vain, kun mukaan ilmoittaudutaan.", "Platser räknas bara när man anmäler sig.",
        "Places are counted only where people sign up.", "تُحسب الأماكن فقط عندما يلزم التسجيل.");

    public static readonly LocalizedText SeriesOutOfOrder = Say(
        "Jokainen sarja alkaa edellisen jälkeen.", "Varje serie börjar efter den förra.", "Each series begins after the one before it.", "كل سلسلة تبدأ بعد التي قبلها.");

    public static readonly LocalizedText SeriesMissing = Say("Sarja puuttuu.", "En serie saknas.", "A series is missing.", "هناك سلسلة ناقصة.");

    /// <summary>Which part of a rule is not taken, and why.</summary>
    public static LocalizedText Of(RuleFault fault)
    {
        var (finnish, swedish, english, arabic) = fault.Kind switch
        {
            RuleFaultKind.Missing => ("se puuttuu", "den saknas", "it is missing", "ناقص"),
            RuleFaultKind.Repeated => ("se on kahdesti", "den finns två gånger", "it is there twice", "مكرر"),
            RuleFaultKind.Unknown => ("sitä ei tunneta", "den är okänd", "it is not known", "غير معروف"),
            RuleFaultKind.NotTaken => (
                "sitä ei voi käyttää: toiminta alkaa kerran päivässä", "den kan inte användas: en aktivitet börjar en gång om dagen",
                "it is not taken: an activity begins once a day", "غير مقبول: النشاط يبدأ مرة واحدة في اليوم"),
            RuleFaultKind.OutOfRange => ("se on liian pieni tai suuri", "den är för liten eller för stor", "it is too small or too large", "أصغر أو أكبر من اللازم"),
            RuleFaultKind.Misplaced => (
                "se ei sovi muiden kanssa", "den går inte ihop med de andra", "it cannot stand beside the others", "لا يتفق مع الأجزاء الأخرى"),
            RuleFaultKind.TooLong => ("sääntö on liian pitkä", "regeln är för lång", "the rule is too long", "القاعدة طويلة جدًا"),
            _ => ("sitä ei voi lukea", "den kan inte läsas", "it cannot be read", "لا يمكن قراءته"),
        };
        return Say(With(finnish), With(swedish), With(english), With(arabic));

        string With(string reason) => $"{fault.Part}: {reason} ({fault.Section})";
    }

    private static LocalizedText Say(string finnish, string swedish, string english, string arabic) =>
        new([new("fi", finnish), new("sv", swedish), new("en", english), new("ar", arabic)]);
}
