using System.Net;
using System.Security.Claims;
using Kivenkolo.Identity.External;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Identity.Tests;

/// <summary>A second Identity stands for the welfare area's own provider: its web client is this house, its roles are the groups.</summary>
public sealed class ExternalProviderTests(PrivateServers servers, SharedHouse provider) : IClassFixture<SharedHouse>
{
    [Fact]
    public async Task A_person_of_the_areas_provider_comes_in_with_the_roles_that_the_groups_stand_for()
    {
        await provider.House.AddPerson("aino@area.example", name: "Aino Alueelta", roles: ["area:editor", "area:viewer"]);
        await using var house = await StartWithProvider();
        using var browser = new Browser(house.Client());
        using var atProvider = new Browser(provider.House.Client());

        var page = await browser.Redirected(browser.AuthorizeAddress());
        var link = System.Text.RegularExpressions.Regex.Match(await browser.Client.GetStringAsync(page), "href=\"(/account/external[^\"]+)\"").Groups[1].Value;
        var arrival = await browser.Redirected(await ThroughProvider(browser, atProvider, WebUtility.HtmlDecode(link), "aino@area.example"));
        var tokens = await browser.ExchangeCode(await browser.Redirected(await browser.Redirected(arrival)));

        var access = House.Payload(tokens.GetProperty("access_token").GetString()!);
        Assert.Equal("Aino Alueelta", access.GetProperty("name").GetString());
        Assert.Equal(["kivenkolo:editor"], access.GetProperty("space_role").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(1L, await house.Scalar("select count(*) from people where password_hash is null and email = 'aino@area.example'"));
    }

    [Fact]
    public async Task A_person_whose_groups_stand_for_nothing_is_not_let_in_and_a_local_account_is_not_taken_over()
    {
        await provider.House.AddPerson("outi@area.example", roles: ["area:student"]);
        await provider.House.AddPerson("local@area.example", roles: ["area:editor"]);
        await using var house = await StartWithProvider();
        await house.AddPerson("local@area.example");
        foreach (var email in (string[])["outi@area.example", "local@area.example"])
        {
            using var browser = new Browser(house.Client());
            using var atProvider = new Browser(provider.House.Client());
            var arrival = await browser.Redirected(await ThroughProvider(browser, atProvider, "/account/external", email));
            using var refused = await browser.Client.GetAsync(arrival);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.StartsWith("/account/login", await browser.Redirected(browser.AuthorizeAddress()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_answer_that_this_browser_did_not_ask_for_is_refused()
    {
        await using var house = await StartWithProvider();
        using var browser = new Browser(house.Client());
        var failed = await browser.Redirected("/area/callback?code=stolen&state=made-up");
        using var page = await browser.Client.GetAsync(failed);
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
    }

    // To the provider, in by its page, and back with its code: the address to which the provider sends the browser.
    private static async Task<string> ThroughProvider(Browser browser, Browser atProvider, string begin, string email)
    {
        var page = await atProvider.Redirected(await browser.Redirected(begin));
        using var signedIn = await atProvider.SignIn(email, House.Password, page);
        return (await atProvider.Redirected(signedIn.Headers.Location!.OriginalString)).Replace("/signin-oidc", "/area/callback", StringComparison.Ordinal);
    }

    private Task<ServiceUnderTest<Program>> StartWithProvider() => House.Start(servers, new()
    {
        Configuration =
        {
            ["Identity:External:Authority"] = TestTokens.Issuer,
            ["Identity:External:ClientId"] = "web",
            ["Identity:External:ClientSecret"] = House.WebSecret,
            ["Identity:External:GroupClaim"] = "space_role",
            ["Identity:External:Roles:0:Group"] = "area:editor",
            ["Identity:External:Roles:0:Space"] = "kivenkolo",
            ["Identity:External:Roles:0:Role"] = "editor",
        },
        Services = services => services.PostConfigure<OpenIdConnectOptions>(ExternalProvider.Scheme, oidc =>
        {
            oidc.CallbackPath = "/area/callback";
            oidc.Backchannel = provider.House.Client();
            oidc.ConfigurationManager =
                new Microsoft.IdentityModel.Protocols.ConfigurationManager<Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectConfiguration>(
                "http://localhost/.well-known/openid-configuration",
                new Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectConfigurationRetriever(),
                new Microsoft.IdentityModel.Protocols.HttpDocumentRetriever(provider.House.Client()) { RequireHttps = false });
            oidc.Events.OnRedirectToIdentityProvider = context => { Address(context.ProtocolMessage); return Task.CompletedTask; };
            oidc.Events.OnAuthorizationCodeReceived =
                context => { context.TokenEndpointRequest!.RedirectUri = "http://localhost/signin-oidc"; return Task.CompletedTask; };
            // The provider here gives no address of its own accord.
            oidc.Events.OnTokenValidated = async context => ((ClaimsIdentity)context.Principal!.Identity!).AddClaim(new Claim("email",
                (string)(await provider.House.Scalar("select email from people where id = $1", Guid.Parse(context.Principal.FindFirstValue("sub")!)))!));
        }),
    });

    private static void Address(Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectMessage message)
    {
        message.RedirectUri = "http://localhost/signin-oidc";
        message.Scope = "openid profile";
    }
}
