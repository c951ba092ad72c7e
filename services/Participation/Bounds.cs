using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Json;

namespace Kivenkolo.Participation;

/// <summary>A day that a house could have: 2000–2100.</summary>
internal sealed class DayAttribute : ValidationAttribute
{
    public static readonly DateOnly First = new(2000, 1, 1);
    public static readonly DateOnly Last = new(2100, 12, 31);

    public override bool IsValid(object? value) => value is null || (value is DateOnly day && day >= First && day <= Last);

    public override string FormatErrorMessage(string name) => "A day from 2000-01-01 to 2100-12-31.";
}

/// <summary>A text that says something and is not longer than the limit.</summary>
internal sealed class WrittenAttribute : StringLengthAttribute
{
    public WrittenAttribute(int longest) : base(longest) => MinimumLength = 1;

    public override bool IsValid(object? value) => value is string text && !string.IsNullOrWhiteSpace(text) && base.IsValid(text);

    public override string FormatErrorMessage(string name) => $"A text of 1–{MaximumLength} characters.";
}
