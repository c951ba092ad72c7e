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
