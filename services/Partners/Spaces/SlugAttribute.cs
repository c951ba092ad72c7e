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
