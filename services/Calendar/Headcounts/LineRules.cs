using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>What is wrong with a line, in words.</summary>
internal static class LineRules
{
    public static LocalizedText Says(LineRule rule) => rule switch
    {
        LineRule.ColumnMissing => Say(
            "Sarake puuttuu otsikkoriviltä", "Ensimmäiseltä riviltä puuttuu tämä sarake",
            "Kolumnen saknas på rubrikraden", "The header lacks this column", "هذا العمود غير موجود في السطر الأول"),
        LineRule.UnknownColumn => Say("Saraketta ei tunneta", "Tätä saraketta ei ole", "Kolumnen är okänd", "The column is not known", "هذا العمود غير معروف"),
        LineRule.ColumnTwice => Say("Sarake on kaksi kertaa", "Sama sarake on kaksi kertaa", "Kolumnen finns två gånger", "The column is there twice", "هذا العمود مكرر"),
        LineRule.TooManyCells => Say(
            "Rivillä on enemmän kohtia kuin otsikkorivillä", "Rivillä on liian monta kohtaa",
            "Raden har fler fält än rubrikraden", "The line has more cells than the header", "في هذا السطر خانات أكثر من السطر الأول"),
        LineRule.Missing => Say("Kohta on tyhjä", "Kohta on tyhjä", "Fältet är tomt", "The cell is empty", "الخانة فارغة"),
        LineRule.NotADate => Say(
            "Kirjoita päivä näin: 31.12.2024", "Kirjoita päivä näin: 31.12.2024",
            "Skriv dagen så här: 31.12.2024", "Write the day as 2024-12-31 or 31.12.2024", "يُكتب التاريخ هكذا: 31.12.2024"),
        LineRule.EndsBeforeItBegins => Say(
            "Viimeinen päivä on ennen ensimmäistä", "Viimeinen päivä on ennen ensimmäistä päivää",
            "Den sista dagen är före den första", "The last day is before the first", "اليوم الأخير قبل اليوم الأول"),
        LineRule.TooLong => Say(
            "Enintään 366 päivää", "Aika on liian pitkä. Se saa olla enintään 366 päivää.",
            "Högst 366 dagar", "At most 366 days", "366 يومًا على الأكثر"),
        LineRule.NotANumber => Say(
            "Kirjoita kokonaisluku", "Kirjoita luku, esimerkiksi 12",
            "Skriv ett heltal", "Write a whole number from 0 to 10,000,000", "يُكتب عدد صحيح"),
        LineRule.UnknownCategory => Say(
            "Luokkaa ei lasketa tässä tilassa, tai se on kahdesti", "Tätä luokkaa ei lasketa täällä, tai se on kaksi kertaa",
            "Kategorin räknas inte här eller finns två gånger", "The space has no such category, or it is there twice", "هذه الفئة لا تُعدّ هنا أو أنها مكررة"),
        LineRule.NotTheSum => Say(
            "Määrä ei ole luokkien summa", "Luku ei ole sama kuin luokat yhteensä",
            "Antalet är inte summan av kategorierna", "The count is not the sum of the categories", "العدد لا يساوي مجموع الفئات"),
        LineRule.NotTheScope => Say(
            "Laajuus ei ole sama kuin luokat, joilla on luku", "Kohdassa scope on eri luokat kuin ne, joilla on luku",
            "Omfattningen är inte de kategorier som har ett tal", "The scope is not that of the categories that have a number", "النطاق لا يطابق الفئات التي لها عدد"),
        LineRule.Twice => Say(
            "Sama jakso ja laajuus on jo aiemmalla rivillä", "Samat päivät ja luokat ovat jo toisella rivillä",
            "Samma period och omfattning finns på en tidigare rad", "An earlier line has the same period and scope", "الفترة نفسها والنطاق نفسه في سطر سابق"),
        LineRule.SeveralEntered => Say(
            "Jaksolta on jo useita kirjauksia", "Näistä päivistä on jo monta kirjausta",
            "För perioden finns redan flera anteckningar", "Several entries for the period and scope are there already", "توجد لهذه الفترة عدة قيود مسجلة"),
        LineRule.TooManyLines => Say(
            "Enintään 10 000 riviä", "Tiedosto on liian pitkä. Rivejä saa olla enintään 10 000.",
            "Högst 10 000 rader", "At most 10,000 lines", "10000 سطر على الأكثر"),
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private static LocalizedText Say(string finnish, string plain, string swedish, string english, string arabic) =>
        new([new("fi", finnish), new("fi-simple", plain), new("sv", swedish), new("en", english), new("ar", arabic)]);
}
