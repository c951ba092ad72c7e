using System.Net;
using System.Net.Http.Json;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.SigningIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kivenkolo.Web.Tests;

/// <summary>Role × page × space: who is let in, compared with the committed manifest. A browser has a cookie where a program has a token.</summary>
public sealed class AccessTableTests : IClassFixture<PagesTests.Alone>, IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> web;

    public AccessTableTests(PagesTests.Alone alone) => web = alone.WithWebHostBuilder(host => host.ConfigureTestServices(
        // A page asks a service that is away again and again; some thousand pages would do nothing but wait.
        services => services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => new NothingIsThere()))));

    public ValueTask DisposeAsync() => web.DisposeAsync();

    [Fact]
    public async Task Nobody_is_let_in_whom_the_manifest_does_not_allow_and_everybody_is_whom_it_allows() =>
        Assert.Empty(await Violations(AccessTable.Committed("Web")));

    [Fact]
    public async Task A_page_that_is_more_open_or_more_closed_than_the_manifest_says_is_found()
    {
        var lines = AccessTable.Committed("Web");
        var open = Array.Find(lines, line => line.Name == "SendIdea")!;
        var closed = Array.Find(lines, line => line.Access == "staff(coordinator, editor) or administration" && line.Verb == "POST")!;

        Assert.Contains(await Violations([open with { Access = "administration" }]), found => found.Contains("as nobody: let in", StringComparison.Ordinal));
        Assert.Contains(await Violations([closed with { Access = "everyone" }]), found => found.Contains("as nobody: 401", StringComparison.Ordinal));
        Assert.Contains(await Violations([closed with { Access = "staff(coordinator)" }]), found =>
            found.Contains("as Editor here: let in instead of 403", StringComparison.Ordinal));
        Assert.Contains(await Violations([closed with { Access = "staff(coordinator, viewer)" }]), found =>
            found.Contains("as Viewer here: 403 instead of let in", StringComparison.Ordinal));
    }

    private Task<string[]> Violations(ManifestLine[] lines) =>
        AccessTable.Violations(() => web.CreateDefaultClient(new AsBrowser(web.Services)), lines, "kivenkolo", "toinen");

    /// <summary>Both spaces are known, and nothing of them is.</summary>
    private sealed class NothingIsThere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            request.RequestUri!.Segments is [.., "spaces/", var slug] ? new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(Samples.Space with { Slug = slug, Name = new("fi", slug) }),
            }
            : new HttpResponseMessage(HttpStatusCode.NotFound));
    }

    /// <summary>Sends a token as the cookie that a browser has of it after the sign-in, and forms; being sent to the sign-in is being turned away.</summary>
    private sealed class AsBrowser(IServiceProvider services) : DelegatingHandler
    {
        private readonly CookieAuthenticationOptions options =
            services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization?.Parameter is { } token)
            {
                request.Headers.Authorization = null;
                // A forged one was never sealed.
                request.Headers.Add("Cookie", $"{options.Cookie.Name}={(token.EndsWith("AAAAAAAA", StringComparison.Ordinal) ? token : Sealed(token))}");
            }
            if (request.Content is not null) request.Content = new FormUrlEncodedContent([new("text", "Äänikirjoja")]);
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.Redirect || answer.Headers.Location?.ToString().StartsWith("/signin?to=", StringComparison.Ordinal) != true)
                return answer;
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
