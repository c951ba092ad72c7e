using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;

namespace Kivenkolo.ServiceDefaults.Json;

/// <summary>A text in languages that must have at least one variant, none longer than the limit in characters.</summary>
public sealed class LocalizedAttribute(int maximumLength) : LocalizedOptionalAttribute(maximumLength)
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is LocalizedText { IsEmpty: false } && base.IsValid(value);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"A text in at least one language, each variant of at most {MaximumLength} characters.";
}

/// <summary>A text in languages that may be absent; no variant is longer than the limit in characters.</summary>
public class LocalizedOptionalAttribute(int maximumLength) : ValidationAttribute
{
    /// <summary>The most characters a variant may have.</summary>
    public int MaximumLength { get; } = maximumLength;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is LocalizedText text && text.LongestLength <= MaximumLength);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"Each variant has at most {MaximumLength} characters.";
}

/// <summary>One well-formed BCP 47 tag.</summary>
public sealed class LanguageTagAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string tag && LanguageTag.IsWellFormed(tag));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "A language tag such as fi or fi-simple.";
}

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
