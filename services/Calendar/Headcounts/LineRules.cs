using System.Collections.Frozen;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>What is wrong with a line, in words.</summary>
internal static class LineRules
{
    private static readonly FrozenDictionary<LineRule, LocalizedText> Known =
        Enum.GetValues<LineRule>().ToFrozenDictionary(rule => rule, rule => ResidentTexts.In(texts => In(rule, texts.LineRules)));

    public static LocalizedText Says(LineRule rule) => Known[rule];

    private static string In(LineRule rule, ResidentLineRulesTexts texts) => rule switch
    {
        LineRule.ColumnMissing => texts.ColumnMissing,
        LineRule.UnknownColumn => texts.UnknownColumn,
        LineRule.ColumnTwice => texts.ColumnTwice,
        LineRule.TooManyCells => texts.TooManyCells,
        LineRule.Missing => texts.Missing,
        LineRule.NotADate => texts.NotADate,
        LineRule.EndsBeforeItBegins => texts.EndsBeforeItBegins,
        LineRule.TooLong => texts.TooLong,
        LineRule.NotANumber => texts.NotANumber,
        LineRule.UnknownCategory => texts.UnknownCategory,
        LineRule.NotTheSum => texts.NotTheSum,
        LineRule.NotTheScope => texts.NotTheScope,
        LineRule.Twice => texts.Twice,
        LineRule.SeveralEntered => texts.SeveralEntered,
        LineRule.TooManyLines => texts.TooManyLines,
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
