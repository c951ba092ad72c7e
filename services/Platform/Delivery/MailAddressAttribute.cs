using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Kivenkolo.Platform.Delivery;

/// <summary>
/// One bare mail address in the form that HTML's <c>input type=email</c> takes, with a dot in the domain. Nothing that could end a
/// header, add a recipient or name a person gets through.
/// </summary>
public sealed partial class MailAddressAttribute() : StringLengthAttribute(Longest)
{
    /// <summary>The longest address (RFC 5321 section 4.5.3.1.3, less the brackets).</summary>
    public const int Longest = 254;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || (value is string text && base.IsValid(text) && text.IndexOf('@', StringComparison.Ordinal) <= 64 && Form().IsMatch(text));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "A mail address such as name@example.org.";

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
        + @"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
