using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Kivenkolo.Partners.Spaces;

/// <summary>
/// The name of a space in addresses: <c>[a-z][a-z0-9-]{1,39}</c> without a hyphen at the end or two together, and nothing that an address could
/// take for something else.
/// </summary>
internal sealed partial class SlugAttribute : ValidationAttribute
{
    // What stands first in an address of the system; a space named so would be read wrong by people and by proxies.
    private static readonly HashSet<string> Reserved =
    [
        "account", "alive", "api", "assets", "connect", "docs", "feeds", "health", "hsds", "linkedevents", "openapi", "signin", "signin-oidc",
        "signout", "signout-callback-oidc", "static", "well-known",
    ];

    public override bool IsValid(object? value) => value is null || (value is string { Length: >= 2 and <= 40 } slug
        && Shape().IsMatch(slug) && !Reserved.Contains(slug) && !LooksLikeLanguage(slug));

    public override string FormatErrorMessage(string name) =>
        "A small letter, then 1 to 39 small letters, digits or single hyphens between them; not a reserved word such as api and not a language tag such as fi.";

    // Every language has a code of two or three letters; "simple" marks a plain variety such as fi-simple.
    private static bool LooksLikeLanguage(string slug) =>
        slug.Length <= 3 || (slug.EndsWith("-simple", StringComparison.Ordinal) && slug.Length <= 10);

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Shape();
}

/// <summary>A time zone by its IANA name, known to this system.</summary>
internal sealed class IanaZoneAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is string zone && zone.Length <= 60 && IsIana(zone));

    public override string FormatErrorMessage(string name) => "A time zone by its IANA name, such as Europe/Helsinki.";

    // A zone without a slash is one of the legacy links (EET, Japan) whose rules have changed under people; UTC is the one with a meaning.
    private static bool IsIana(string zone) =>
        (zone == "UTC" || zone.Contains('/', StringComparison.Ordinal))
        && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId;
}

/// <summary>
/// A code of Statistics Finland's classification of welfare areas: the 21 areas, Helsinki (90), which carries the same duty as a city, and
/// Åland (91).
/// </summary>
internal sealed class WelfareAreaCodeAttribute : ValidationAttribute
{
    private static readonly HashSet<string> Codes = [.. Enumerable.Range(1, 21).Select(n => $"{n:00}"), "90", "91"];

    public override bool IsValid(object? value) => value is null || (value is string code && Codes.Contains(code));

    public override string FormatErrorMessage(string name) => "A welfare area's code: 01 to 21, 90 (Helsinki) or 91 (Åland).";
}
