using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;

namespace Kivenkolo.ServiceDefaults.Json;

/// <summary>A list of BCP 47 tags, each well formed, none twice, at most <see cref="Most"/> of them.</summary>
public sealed class LanguageTagsAttribute : ValidationAttribute
{
    /// <summary>The most tags in the list.</summary>
    public const int Most = 40;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string[] tags && tags.Length <= Most
        && tags.All(LanguageTag.IsWellFormed) && tags.Distinct(StringComparer.OrdinalIgnoreCase).Count() == tags.Length);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"At most {Most} different language tags such as fi or fi-simple.";
}
