using System.ComponentModel.DataAnnotations;

namespace Kivenkolo.ServiceDefaults.Outside;

/// <summary>A page on the web: an absolute http or https address without a user's name in it, at most 500 characters.</summary>
public sealed class WebAddressAttribute() : StringLengthAttribute(500)
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string text && base.IsValid(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0 && url.Host.Length > 0);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "An http or https address of at most 500 characters.";
}
