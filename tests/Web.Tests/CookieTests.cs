using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kivenkolo.Web.Tests;

public sealed class CookieTests(PagesTests.Alone web) : IClassFixture<PagesTests.Alone>
{
    [Theory]
    [InlineData("Production", "https", "__Host-kivenkolo-", true)]
    [InlineData("Development", "http", "kivenkolo-", false)]
    public async Task Outside_development_cookies_are_for_this_host_and_for_https_alone(string environment, string scheme, string prefix, bool secure)
    {
        await using var there = web.WithWebHostBuilder(host => host.UseEnvironment(environment));
        using var client = there.CreateClient(new() { BaseAddress = new Uri($"{scheme}://localhost/"), HandleCookies = false });
        using var page = await client.GetAsync("/fi/kivenkolo/say");
        var form = Assert.Single(page.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"{prefix}form=", form, StringComparison.Ordinal);
        Assert.Equal(secure, form.Contains("; secure", StringComparison.OrdinalIgnoreCase));

        var staff = there.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme).Cookie;
        Assert.Equal(($"{prefix}staff", "/", null, true, SameSiteMode.Lax), (staff.Name, staff.Path, staff.Domain, staff.HttpOnly, staff.SameSite));
        Assert.Equal(secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest, staff.SecurePolicy);
    }
}
