using System.ComponentModel.DataAnnotations;

namespace Kivenkolo.Partners.Organisations;

/// <summary>
/// A Finnish business id (Y-tunnus), <c>1234567-1</c>. The weighted sum of all eight digits (7 9 10 5 8 4 2 1) is divisible by 11; a
/// remainder that would want the check digit 10 is never given out, which the same sum rules out.
/// </summary>
internal static class BusinessId
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1];

    public static bool IsValid(string text) =>
        text.Length == 9 && text[7] == '-'
        && text.Where((_, i) => i != 7).All(char.IsAsciiDigit)
        && text.Where((_, i) => i != 7).Zip(Weights, (digit, weight) => (digit - '0') * weight).Sum() % 11 == 0;
}

/// <summary>A field that holds a business id when it holds anything.</summary>
internal sealed class BusinessIdAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is string text && BusinessId.IsValid(text));

    public override string FormatErrorMessage(string name) => "A Finnish business id with its check digit, such as 3221347-3.";
}
