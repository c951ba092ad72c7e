using System.ComponentModel.DataAnnotations;

namespace Kivenkolo.Participation;

/// <summary>A text that says something and is not longer than the limit.</summary>
internal sealed class WrittenAttribute : StringLengthAttribute
{
    public WrittenAttribute(int longest) : base(longest) => MinimumLength = 1;

    public override bool IsValid(object? value) => value is string text && !string.IsNullOrWhiteSpace(text) && base.IsValid(text);

    public override string FormatErrorMessage(string name) => $"A text of 1–{MaximumLength} characters.";
}
