using System.Globalization;
using System.Security.Claims;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Kivenkolo.Web.SigningIn;

/// <summary>
/// Staff sign in at Identity (OpenID Connect, authorization code with PKCE). The browser holds one encrypted cookie; the tokens are in it and
/// nowhere else. Residents never come here.
/// </summary>
internal static class StaffSignIn
{
    public const string ClientId = "web";
    // The key under which Identity makes the client too, so that one setting serves both.
    public const string Secret = "Bootstrap:WebClientSecret";

    private static readonly string[] Scopes = ["openid", "profile", "offline_access"];

    public static void AddStaffSignIn(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var isDevelopment = builder.Environment.IsDevelopment();
        var issuer = (configuration["Identity:Issuer"] ?? "http://localhost:8080").TrimEnd('/');
        var inside = configuration["services:identity:http:0"]?.TrimEnd('/');

        builder.Services.AddTransient<StaffSession>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = Name("staff", isDevelopment);
                Protect(cookie.Cookie, isDevelopment);
                cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
                cookie.SlidingExpiration = false;
                cookie.EventsType = typeof(StaffSession);
            })
            .AddOpenIdConnect(oidc =>
            {
                oidc.Authority = issuer;
                // Identity is asked inside the system where it has an address there; the browser always goes by way of the public one.
                if (inside is not null) oidc.MetadataAddress = $"{inside}/.well-known/openid-configuration";
                oidc.RequireHttpsMetadata = inside is null && !isDevelopment;
                oidc.ClientId = ClientId;
                oidc.ClientSecret = configuration[Secret];
                oidc.ResponseType = OpenIdConnectResponseType.Code;
                oidc.ResponseMode = OpenIdConnectResponseMode.Query;
                oidc.UsePkce = true;
                oidc.SaveTokens = true;
                oidc.MapInboundClaims = false;
                oidc.GetClaimsFromUserInfoEndpoint = false;
                oidc.Scope.Clear();
                foreach (var scope in Scopes) oidc.Scope.Add(scope);
                oidc.TokenValidationParameters.ValidIssuers = [issuer, issuer + "/"];
                oidc.TokenValidationParameters.NameClaimType = "name";
                oidc.SignedOutRedirectUri = "/";
                Protect(oidc.CorrelationCookie, isDevelopment);
                Protect(oidc.NonceCookie, isDevelopment);
                oidc.Events.OnRedirectToIdentityProvider = context =>
                {
                    context.ProtocolMessage.UiLocales = context.HttpContext.RequestServices.GetRequiredService<Reader>().Words.Language;
                    return Task.CompletedTask;
                };
                oidc.Events.OnTokenValidated = context =>
                {
                    if (context.TokenEndpointResponse?.AccessToken is { } token) context.Principal = Whom(token);
                    return Task.CompletedTask;
                };
                // Cancelled, too slow, or opened twice: back to the beginning rather than an error page.
                oidc.Events.OnRemoteFailure = context =>
                {
                    context.HandleResponse();
                    context.Response.Redirect(SignIn.Local(context.Properties?.RedirectUri));
                    return Task.CompletedTask;
                };
            });
        builder.Services.AddAccessRules();
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = Name("form", isDevelopment);
            Protect(antiforgery.Cookie, isDevelopment);
        });
    }

    /// <summary>
    /// Who the token speaks of. It came straight from Identity's token endpoint in answer to our own question, so its signature says nothing
    /// new here; services check it.
    /// </summary>
    public static ClaimsPrincipal Whom(string accessToken)
    {
        var token = new JsonWebToken(accessToken);
        var claims = token.Claims.Where(claim => claim.Type is "sub" or "name" or "space_role" or "scope");
        return new(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme, "name", "space_role"));
    }

    /// <summary>When a token that lives so many seconds ends, as the cookie keeps it.</summary>
    public static string EndsAt(DateTimeOffset now, int seconds) => now.AddSeconds(seconds).ToString("o", CultureInfo.InvariantCulture);

    // __Host- binds the cookie to this host and to https; over plain http, in Development, a browser would refuse it.
    private static string Name(string name, bool isDevelopment) => isDevelopment ? $"kivenkolo-{name}" : $"__Host-kivenkolo-{name}";

    private static void Protect(CookieBuilder cookie, bool isDevelopment)
    {
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        cookie.Path = "/";
        cookie.IsEssential = true;
    }
}
