using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;

namespace Kivenkolo.ServiceDefaults.Json;

/// <summary>One well-formed BCP 47 tag.</summary>
public sealed class LanguageTagAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string tag && LanguageTag.IsWellFormed(tag));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "A language tag such as fi or fi-simple.";
}
