using System.Net;
using Kivenkolo.Web.SigningIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kivenkolo.Web.Tests;

/// <summary>Role × page × space: who is let in, compared with the committed manifest. A browser has a cookie where a program has a token.</summary>
public sealed class AccessTableTests(PagesTests.Alone web) : IClassFixture<PagesTests.Alone>
{
    [Fact]
    public async Task Nobody_is_let_in_whom_the_manifest_does_not_allow_and_everybody_is_whom_it_allows() =>
        Assert.Empty(await Violations(AccessTable.Committed("Web")));

    [Fact]
    public async Task A_page_that_is_more_open_or_more_closed_than_the_manifest_says_is_found()
    {
        var lines = AccessTable.Committed("Web");
        var open = Array.Find(lines, line => line.Access == "everyone")!;
        var closed = Array.Find(lines, line => line.Access != "everyone")!;

        Assert.Contains(await Violations([open with { Access = "administration" }]), found => found.Contains("as nobody: let in", StringComparison.Ordinal));
        Assert.Contains(await Violations([closed with { Access = "everyone" }]), found => found.Contains("as nobody: 401", StringComparison.Ordinal));
    }

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

        var staff = there.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme).Cookie;
        Assert.Equal(($"{prefix}staff", "/", null, true, SameSiteMode.Lax), (staff.Name, staff.Path, staff.Domain, staff.HttpOnly, staff.SameSite));
        Assert.Equal(secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest, staff.SecurePolicy);
    }

    private Task<string[]> Violations(ManifestLine[] lines) => AccessTable.Violations(() => web.CreateDefaultClient(new AsBrowser(web.Services)), lines, "kivenkolo", "toinen");

    /// <summary>Sends a token as the cookie that a browser has of it after the sign-in; being sent to the sign-in is being turned away.</summary>
    private sealed class AsBrowser(IServiceProvider services) : DelegatingHandler
    {
        private readonly CookieAuthenticationOptions options =
            services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization?.Parameter is { } token)
            {
                request.Headers.Authorization = null;
                request.Headers.Add("Cookie", $"{options.Cookie.Name}={(token.EndsWith("AAAAAAAA", StringComparison.Ordinal) ? token : Sealed(token))}");
            }
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.Redirect || answer.Headers.Location?.ToString().StartsWith("/signin?to=", StringComparison.Ordinal) != true) return answer;
            answer.Dispose();
            return new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
        }

        private string Sealed(string token)
        {
            var kept = new AuthenticationProperties();
            kept.StoreTokens(
            [
                new AuthenticationToken { Name = "access_token", Value = token },
                new AuthenticationToken { Name = "expires_at", Value = StaffSignIn.EndsAt(TimeProvider.System.GetUtcNow(), 3600) },
            ]);
            return options.TicketDataFormat.Protect(new AuthenticationTicket(StaffSignIn.Whom(token), kept, CookieAuthenticationDefaults.AuthenticationScheme));
        }
    }
}
