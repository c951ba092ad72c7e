using System.ComponentModel.DataAnnotations;

namespace Kivenkolo.Calendar;

/// <summary>A day of the years 2000–2099; beyond them lies a slip of the hand.</summary>
public sealed class DateInCalendarAttribute : ValidationAttribute
{
    private static readonly DateOnly First = new(2000, 1, 1);
    private static readonly DateOnly Last = new(2099, 12, 31);

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is DateOnly day && day >= First && day <= Last);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "A day of the years 2000–2099.";
}
