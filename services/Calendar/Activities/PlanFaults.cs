using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Activities;

/// <summary>What can be wrong with a plan, as it is told to those who make it.</summary>
internal static class PlanFaults
{
    public static readonly LocalizedText Months = StaffTexts.In(texts => texts.PlanFaults.Months);
    public static readonly LocalizedText ExcludedDates = StaffTexts.In(texts => texts.PlanFaults.ExcludedDates);
    public static readonly LocalizedText AdditionalDates = StaffTexts.In(texts => texts.PlanFaults.AdditionalDates);
    public static readonly LocalizedText OnlyARulePauses = StaffTexts.In(texts => texts.PlanFaults.OnlyARulePauses);
    public static readonly LocalizedText FirstDateIsNotAWeekday = StaffTexts.In(texts => texts.PlanFaults.FirstDateIsNotAWeekday);
    public static readonly LocalizedText FirstDateIsNotOfTheRule = StaffTexts.In(texts => texts.PlanFaults.FirstDateIsNotOfTheRule);
    public static readonly LocalizedText CapacityWithoutSignUp = StaffTexts.In(texts => texts.PlanFaults.CapacityWithoutSignUp);
    public static readonly LocalizedText SeriesOutOfOrder = StaffTexts.In(texts => texts.PlanFaults.SeriesOutOfOrder);
    public static readonly LocalizedText SeriesMissing = StaffTexts.In(texts => texts.PlanFaults.SeriesMissing);

    /// <summary>Which part of a rule is not taken, and why.</summary>
    public static LocalizedText Of(RuleFault fault) =>
        StaffTexts.In(texts => In(fault.Kind, texts.RuleFaults) is { Length: > 0 } reason ? $"{fault.Part}: {reason} ({fault.Section})" : "");

    private static string In(RuleFaultKind kind, StaffRuleFaultsTexts texts) => kind switch
    {
        RuleFaultKind.Missing => texts.Missing,
        RuleFaultKind.Repeated => texts.Repeated,
        RuleFaultKind.Unknown => texts.Unknown,
        RuleFaultKind.NotTaken => texts.NotTaken,
        RuleFaultKind.OutOfRange => texts.OutOfRange,
        RuleFaultKind.Misplaced => texts.Misplaced,
        RuleFaultKind.TooLong => texts.TooLong,
        _ => texts.Unreadable,
    };
}
