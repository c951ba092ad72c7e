using Kivenkolo.Identity.SigningIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Kivenkolo.Identity.External;

internal static class ExternalScheme
{
    /// <summary>Adds the provider when one is configured.</summary>
    public static AuthenticationBuilder AddExternalProvider(this AuthenticationBuilder authentication, IConfiguration configuration,
        IHostEnvironment environment)
    {
        var section = configuration.GetSection("Identity:External");
        if (string.IsNullOrEmpty(section["Authority"])) return authentication;
        return authentication
            .AddCookie(ExternalProvider.ArrivalScheme, cookie =>
            {
                cookie.Cookie.Name = StaffCookie.Name("kivenkolo-arrival", environment);
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = StaffCookie.Policy(environment);
                cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddOpenIdConnect(ExternalProvider.Scheme, oidc =>
            {
                oidc.SignInScheme = ExternalProvider.ArrivalScheme;
                oidc.Authority = section["Authority"];
                oidc.ClientId = section["ClientId"];
                oidc.ClientSecret = section["ClientSecret"];
                oidc.RequireHttpsMetadata = !environment.IsDevelopment();
                oidc.CallbackPath = "/account/external/callback";
                oidc.ResponseType = OpenIdConnectResponseType.Code;
                // The answer comes as a redirect, so that no cookie needs to be sent with another site's form.
                oidc.ResponseMode = OpenIdConnectResponseMode.Query;
                oidc.UsePkce = true;
                oidc.MapInboundClaims = false;
                oidc.Scope.Add("email");
                oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
                oidc.CorrelationCookie.SecurePolicy = StaffCookie.Policy(environment);
                oidc.NonceCookie.SameSite = SameSiteMode.Lax;
                oidc.NonceCookie.SecurePolicy = StaffCookie.Policy(environment);
                oidc.Events.OnRemoteFailure = context =>
                {
                    // The reason is in the log; the person is told to begin again.
                    context.Response.Redirect(FinishExternalSignIn.FailedAddress);
                    context.HandleResponse();
                    return Task.CompletedTask;
                };
            });
    }
}
