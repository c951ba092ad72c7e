using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;

namespace Kivenkolo.ServiceDefaults.Json;

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
