using System.Security.Claims;
using Kivenkolo.Identity.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Kivenkolo.Identity.SigningIn;

/// <summary>The cookie by which this service, and no other, knows a browser's person. It holds an id and a stamp, no name.</summary>
internal static class StaffCookie
{
    public const string Scheme = "staff";
    private const string Stamp = "stamp";

    public static AuthenticationBuilder AddStaffCookie(this AuthenticationBuilder authentication, IHostEnvironment environment)
    {
        return authentication.AddCookie(Scheme, options =>
        {
            options.Cookie.Name = Name("kivenkolo-identity", environment);
            options.Cookie.HttpOnly = true;
            options.Cookie.IsEssential = true;
            options.Cookie.Path = "/";
            // Lax, not Strict: the browser arrives from the area's provider, and from a link in a mail, with a sign-in to continue.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = Policy(environment);
            options.ExpireTimeSpan = Tokens.TokenServer.PersonsRefresh;
            options.SlidingExpiration = false;
            options.LoginPath = "/account/login";
        });
    }

    /// <summary>The prefix makes a browser refuse the cookie from another host or an insecure page. It needs https, which Development lacks.</summary>
    public static string Name(string name, IHostEnvironment environment) => environment.IsDevelopment() ? name : $"__Host-{name}";

    public static CookieSecurePolicy Policy(IHostEnvironment environment) =>
        environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;

    public static Task SignIn(HttpContext http, Person person) => http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(
        [new(Claims.Subject, person.Id.ToString()), new(Stamp, person.SecurityStamp ?? "")], Scheme)));

    /// <summary>The person of the cookie; null when the person was removed or has a new password since.</summary>
    public static async Task<Person?> Find(ClaimsPrincipal cookie, IdentityDb db, CancellationToken ct)
    {
        if (!Guid.TryParse(cookie.FindFirstValue(Claims.Subject), out var id)) return null;
        var stamp = cookie.FindFirstValue(Stamp);
        return await db.Users.AsNoTracking().Include(p => p.Roles).SingleOrDefaultAsync(p => p.Id == id && p.SecurityStamp == stamp, ct);
    }
}
