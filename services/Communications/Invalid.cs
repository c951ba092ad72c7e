using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Communications;

/// <summary>What is wrong with a field that only the service itself can judge.</summary>
internal static class Invalid
{
    /// <summary>A 400 problem that names the field.</summary>
    public static ValidationProblem Field(string name, string expected) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [name] = [$"Expected: {expected}."] });
}

/// <summary>A text on one line: it becomes a header of a mail.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneLineAttribute : System.ComponentModel.DataAnnotations.ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string text && !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "A text on one line.";
}
