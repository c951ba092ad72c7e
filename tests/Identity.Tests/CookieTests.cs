using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kivenkolo.Identity.Tests;

public sealed class CookieTests(PrivateServers servers)
{
    private const string Secret = "a secret of at least thirty-two characters";

    [Theory]
    [InlineData("Production", "https", "__Host-kivenkolo-identity", true)]
    [InlineData("Development", "http", "kivenkolo-identity", false)]
    public async Task Outside_development_cookies_are_for_this_host_and_for_https_alone(string environment, string scheme, string name, bool secure)
    {
        const string issuer = "https://kivenkolo.example/";
        var database = await servers.CreateDatabase();
        await House.Migrate(database, $"--environment={environment}", $"--Identity:KeyProtectionSecret={Secret}", $"--Identity:Issuer={issuer}");
        await using var house = await ServiceUnderTest<Program>.Start(servers, new()
        {
            Configuration = { ["environment"] =
                environment, ["ConnectionStrings:identitydb"] = database, ["Identity:KeyProtectionSecret"] = Secret, ["Identity:Issuer"] = issuer },
        });
        using var client = house.Client();
        client.BaseAddress = new Uri($"{scheme}://localhost/");
        using var page = await client.GetAsync("/account/login");
        var form = Assert.Single(page.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"{name}-form=", form, StringComparison.Ordinal);
        Assert.Equal(secure, form.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        foreach (var always in (string[])["; path=/", "; httponly"]) Assert.Contains(always, form, StringComparison.OrdinalIgnoreCase);

        var staff = house.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("staff").Cookie;
        Assert.Equal((name, "/", null, true, SameSiteMode.Lax), (staff.Name, staff.Path, staff.Domain, staff.HttpOnly, staff.SameSite));
        Assert.Equal(secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest, staff.SecurePolicy);
    }
}
