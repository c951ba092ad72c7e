using System.Collections.Frozen;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Weeks;

/// <summary>What the public holidays are called, in every language of the house.</summary>
internal static class HolidayNames
{
    private static readonly FrozenDictionary<HolidayName, LocalizedText> Known =
        Enum.GetValues<HolidayName>().ToFrozenDictionary(name => name, name => ResidentTexts.In(texts => In(name, texts.Holidays)));

    public static LocalizedText Of(HolidayName name) => Known[name];

    private static string In(HolidayName name, ResidentHolidaysTexts texts) => name switch
    {
        HolidayName.NewYearsDay => texts.NewYearsDay,
        HolidayName.Epiphany => texts.Epiphany,
        HolidayName.GoodFriday => texts.GoodFriday,
        HolidayName.EasterSunday => texts.EasterSunday,
        HolidayName.EasterMonday => texts.EasterMonday,
        HolidayName.MayDay => texts.MayDay,
        HolidayName.AscensionDay => texts.AscensionDay,
        HolidayName.WhitSunday => texts.WhitSunday,
        HolidayName.MidsummerEve => texts.MidsummerEve,
        HolidayName.MidsummerDay => texts.MidsummerDay,
        HolidayName.AllSaintsDay => texts.AllSaintsDay,
        HolidayName.IndependenceDay => texts.IndependenceDay,
        HolidayName.ChristmasEve => texts.ChristmasEve,
        HolidayName.ChristmasDay => texts.ChristmasDay,
        HolidayName.SaintStephensDay => texts.SaintStephensDay,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
