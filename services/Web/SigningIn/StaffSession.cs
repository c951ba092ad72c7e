using System.Globalization;
using Kivenkolo.Web.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Kivenkolo.Web.SigningIn;

/// <summary>
/// Keeps a person signed in: asks for new tokens shortly before the old ones end, at whatever page the person opens. Roles are read anew from them, so one
/// taken away
/// is gone within minutes. When Identity says no, the person is signed out; when it is away, they stay while the token lasts.
/// </summary>
internal sealed class StaffSession(TimeProvider clock, IOptionsMonitor<OpenIdConnectOptions> options) : CookieAuthenticationEvents
{
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(1);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var now = clock.GetUtcNow();
        if (DateTimeOffset.TryParse(context.Properties.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var ends)
            && now < ends - Before) return;

        var (answer, isRefused) = await Ask(context.Properties.GetTokenValue("refresh_token"), context.HttpContext.RequestAborted);
        if (answer is null)
        {
            if (!isRefused && now < ends) return;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return;
        }

        context.ReplacePrincipal(StaffSignIn.Whom(answer.AccessToken));
        var kept = context.Properties.GetTokens().ToDictionary(token => token.Name, token => token.Value);
        kept["access_token"] = answer.AccessToken;
        kept["expires_at"] = StaffSignIn.EndsAt(now, int.TryParse(answer.ExpiresIn, CultureInfo.InvariantCulture, out var seconds) ? seconds : 300);
        if (answer.RefreshToken is { Length: > 0 } refresh) kept["refresh_token"] = refresh;
        if (answer.IdToken is { Length: > 0 } identity) kept["id_token"] = identity;
        context.Properties.StoreTokens(kept.Select(token => new AuthenticationToken { Name = token.Key, Value = token.Value }));
        context.ShouldRenew = true;
    }

    /// <summary>
    /// Back to the page afterwards; to the one with the form, when a form was sent and its address shows nothing by itself. What was written in a
    /// form of this house is shown first, to be copied: the sign-in would lose it.
    /// </summary>
    public override async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var to = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? request.Path + request.QueryString
            : request.GetTypedHeaders().Referer is { } page && page.Authority == request.Host.Value ? page.PathAndQuery : "/";
        var signIn = $"/signin?to={Uri.EscapeDataString(to)}";
        if (await Written(context.HttpContext) is { Length: > 0 } written)
        {
            context.Response.Headers.CacheControl = "no-store";
            await Html.Page<SignedOutPage>(new { Written = written, SignIn = signIn }, StatusCodes.Status401Unauthorized).ExecuteAsync(context.HttpContext);
        }
        else context.Response.Redirect(signIn);
    }

    // Only of a form that one of our own pages sent: nobody else puts words on them.
    private static async Task<string[]> Written(HttpContext http)
    {
        var request = http.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType
            || !Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) || origin.Authority != request.Host.Value) return [];
        try
        {
            var form = await request.ReadFormAsync(http.RequestAborted);
            return [.. form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal)).Select(field => field.Value.ToString()).Where(IsWriting)];
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return [];
        }
    }

    // Words and not a choice, a date or a key, which are quickly there again.
    private static bool IsWriting(string value) => value.Trim().Contains(' ', StringComparison.Ordinal);

    /// <summary>Signed in, but not for this: the page that says so, with its own status.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private async Task<(OpenIdConnectMessage? Answer, bool IsRefused)> Ask(string? refreshToken, CancellationToken ct)
    {
        if (refreshToken is null) return (null, true);
        var oidc = options.Get(OpenIdConnectDefaults.AuthenticationScheme);
        try
        {
            var configuration = await oidc.ConfigurationManager!.GetConfigurationAsync(ct);
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = refreshToken,
                ["client_id"] = oidc.ClientId!,
                ["client_secret"] = oidc.ClientSecret!,
            });
            using var response = await oidc.Backchannel.PostAsync(new Uri(configuration.TokenEndpoint), form, ct);
            var message = new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(ct));
            return response.IsSuccessStatusCode ? (message, false) : (null, (int)response.StatusCode < 500);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return (null, false);
        }
    }
}
