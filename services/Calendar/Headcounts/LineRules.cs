using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>What is wrong with a line, in words.</summary>
internal static class LineRules
{
    public static LocalizedText Says(LineRule rule) => rule switch
    {
        LineRule.ColumnMissing => Say("Sarake puuttuu otsikkoriviltä", "Kolumnen saknas på rubrikraden", "The header lacks this column"),
        LineRule.UnknownColumn => Say("Saraketta ei tunneta", "Kolumnen är okänd", "The column is not known"),
        LineRule.ColumnTwice => Say("Sarake on kaksi kertaa", "Kolumnen finns två gånger", "The column is there twice"),
        LineRule.TooManyCells => Say("Rivillä on enemmän kohtia kuin otsikkorivillä", "Raden har fler fält än rubrikraden", "The line has more cells than the header"),
        LineRule.Missing => Say("Kohta on tyhjä", "Fältet är tomt", "The cell is empty"),
        LineRule.NotADate => Say("Kirjoita päivä näin: 31.12.2024", "Skriv dagen så här: 31.12.2024", "Write the day as 2024-12-31 or 31.12.2024"),
        LineRule.EndsBeforeItBegins => Say("Viimeinen päivä on ennen ensimmäistä", "Den sista dagen är före den första", "The last day is before the first"),
        LineRule.TooLong => Say("Enintään 366 päivää", "Högst 366 dagar", "At most 366 days"),
        LineRule.NotANumber => Say("Kirjoita kokonaisluku", "Skriv ett heltal", "Write a whole number from 0 to 10,000,000"),
        LineRule.UnknownCategory => Say("Luokkaa ei lasketa tässä tilassa, tai se on kahdesti", "Kategorin räknas inte här eller finns två gånger", "The space has no such category, or it is there twice"),
        LineRule.NotTheSum => Say("Määrä ei ole luokkien summa", "Antalet är inte summan av kategorierna", "The count is not the sum of the categories"),
        LineRule.NotTheScope => Say("Laajuus ei ole sama kuin luokat, joilla on luku", "Omfattningen är inte de kategorier som har ett tal", "The scope is not that of the categories that have a number"),
        LineRule.Twice => Say("Sama jakso ja laajuus on jo aiemmalla rivillä", "Samma period och omfattning finns på en tidigare rad", "An earlier line has the same period and scope"),
        LineRule.SeveralEntered => Say("Jaksolta on jo useita kirjauksia", "För perioden finns redan flera anteckningar", "Several entries for the period and scope are there already"),
        LineRule.TooManyLines => Say("Enintään 10 000 riviä", "Högst 10 000 rader", "At most 10,000 lines"),
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private static LocalizedText Say(string finnish, string swedish, string english) => new([new("fi", finnish), new("sv", swedish), new("en", english)]);
}
