using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Kivenkolo.Partners.Spaces;

/// <summary>
/// A code of Statistics Finland's classification of welfare areas: the 21 areas, Helsinki (90), which carries the same duty as a city, and
/// Åland (91).
/// </summary>
internal sealed class WelfareAreaCodeAttribute : ValidationAttribute
{
    private static readonly HashSet<string> Codes = [.. Enumerable.Range(1, 21).Select(n => $"{n:00}"), "90", "91"];

    public override bool IsValid(object? value) => value is null || (value is string code && Codes.Contains(code));

    public override string FormatErrorMessage(string name) => "A welfare area's code: 01 to 21, 90 (Helsinki) or 91 (Åland).";
}
