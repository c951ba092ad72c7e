using Kivenkolo.Identity.External;
using Kivenkolo.Identity.Tokens;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;

namespace Kivenkolo.Identity.Pages;

/// <summary>Where a person writes an e-mail address and a password, or goes on to the area's own provider.</summary>
public sealed partial class SignInPage
{
    public const string EmailField = "email", PasswordField = "password", ReturnUrlField = "returnUrl";

    /// <summary>A sign-in to continue is long, with state and challenge in it; anything longer is not ours.</summary>
    private const int LongestReturnUrl = 6000;

    internal static IResult Show(HttpContext http, IAntiforgery antiforgery, int status, string? returnUrl, Func<Texts, string>? failure)
    {
        var texts = Texts.For(http.Request);
        var provider = http.RequestServices.GetRequiredService<ExternalProvider>();
        return PageResult.Of<SignInPage>(status, new()
        {
            [nameof(Texts)] = texts,
            [nameof(Forgery)] = antiforgery.GetAndStoreTokens(http),
            [nameof(ReturnUrl)] = IsOurs(returnUrl) ? returnUrl : null,
            [nameof(Failure)] = failure?.Invoke(texts),
            [nameof(HasLocalAccounts)] = provider.AllowsLocalAccounts,
            [nameof(HasProvider)] = provider.IsConfigured,
        });
    }

    /// <summary>The page's address, in the first of <paramref name="languages"/> that it has.</summary>
    internal static string Address(string? returnUrl, string? languages)
    {
        var query = new QueryBuilder();
        if (Texts.FindAny(languages) is { } texts) query.Add("lang", texts.Language);
        if (returnUrl is not null) query.Add(ReturnUrlField, returnUrl);
        return $"/account/login{query}";
    }

    /// <summary>Where a person goes on to once signed in: only a sign-in that began here is continued, else the front page is shown.</summary>
    internal static string Destination(string? returnUrl) => IsOurs(returnUrl) ? returnUrl! : "/";

    private static bool IsOurs(string? returnUrl) => returnUrl is { Length: <= LongestReturnUrl }
        && returnUrl.StartsWith("/connect/authorize?", StringComparison.Ordinal) && ReadableText.Is(returnUrl) && Ascii(returnUrl);

    // The address goes into a Location header, which holds ASCII.
    private static bool Ascii(string text) => text.All(char.IsAscii);
}
