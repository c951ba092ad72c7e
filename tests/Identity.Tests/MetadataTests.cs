using System.Net;
using System.Text.Json;

namespace Kivenkolo.Identity.Tests;

public sealed class MetadataTests(PrivateServers servers)
{
    [Fact]
    public async Task A_service_inside_learns_inside_addresses_for_itself_and_public_ones_for_browsers()
    {
        await using var house = await ServiceUnderTest<Program>
            .Start(servers, new() { Configuration = { ["Identity:Issuer"] = "https://kivenkolo.example/" } });
        using var client = house.Client();
        client.BaseAddress = new Uri("http://identity/");

        var metadata = JsonElement.Parse(await client.GetStringAsync("/.well-known/openid-configuration"));

        string Text(string name) => metadata.GetProperty(name).GetString()!;
        Assert.Equal("https://kivenkolo.example/", Text("issuer"));
        Assert.Equal("https://kivenkolo.example/connect/authorize", Text("authorization_endpoint"));
        Assert.Equal("https://kivenkolo.example/connect/endsession", Text("end_session_endpoint"));
        Assert.Equal("http://identity/connect/token", Text("token_endpoint"));
        Assert.Equal("http://identity/.well-known/jwks", Text("jwks_uri"));
        Assert.Equal(["S256"], metadata.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(["query"], metadata.GetProperty("response_modes_supported").EnumerateArray().Select(m => m.GetString()));
    }

    [Fact]
    public async Task Logs_hold_no_name_address_password_secret_or_token()
    {
        var log = new LogCapture();
        await using var house = await House.Start(servers, new() { Services = log.AddTo, Configuration = { ["Logging:LogLevel:Default"] = "Debug" } });
        await house.AddPerson("canary-address@example.org", "canary password 1234", "Canary Name");
        using var browser = new Browser(house.Client());
        using var wrong = await browser.SignIn("canary-address@example.org", "canary wrong 1234");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        var tokens = await browser.GetTokens("canary-address@example.org", "canary password 1234");
        await browser.Refresh(tokens.GetProperty("refresh_token").GetString()!);
        using var client = house.Client();
        await client.ClientToken("administration", House.AdministrationSecret);

        Assert.NotEmpty(log.Lines);
        foreach (var secret in (string[])["canary", House.AdministrationSecret, House.WebSecret, tokens.GetProperty("refresh_token").GetString()!,
            tokens.GetProperty("access_token").GetString()!])
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }
}
