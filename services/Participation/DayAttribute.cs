using System.ComponentModel.DataAnnotations;

namespace Kivenkolo.Participation;

/// <summary>A day that a house could have: 2000–2100.</summary>
internal sealed class DayAttribute : ValidationAttribute
{
    public static readonly DateOnly First = new(2000, 1, 1);
    public static readonly DateOnly Last = new(2100, 12, 31);

    public override bool IsValid(object? value) => value is null || (value is DateOnly day && day >= First && day <= Last);

    public override string FormatErrorMessage(string name) => "A day from 2000-01-01 to 2100-12-31.";
}
