using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kivenkolo.Identity.People;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;

[assembly: AssemblyFixture(typeof(PrivateServers))]

namespace Kivenkolo.Identity.Tests;

/// <summary>Identity with the house's own clients in it, as <c>--migrate</c> leaves it.</summary>
public static class House
{
    public const string WebSecret = "the web client's secret, of these tests only";
    public const string AdministrationSecret = "the administration's secret, of these tests only";
    public const string Password = "correct horse battery";

    public static async Task<ServiceUnderTest<Program>> Start(PrivateServers servers, TestSettings? settings = null)
    {
        var house = await ServiceUnderTest<Program>.Start(servers, settings);
        await Migrate(house.ConnectionString);
        return house;
    }

    /// <summary>Runs the service's own <c>--migrate</c>.</summary>
    public static Task Migrate(string database, params string[] further) => Task.Run(() => typeof(Program).Assembly.EntryPoint!.Invoke(null, [(string[])[
        "--environment=Development", "--Logging:LogLevel:Default=Warning",
        $"--ConnectionStrings:identitydb={database};Pooling=false", $"--Identity:Issuer={TestTokens.Issuer}",
        $"--Bootstrap:WebClientSecret={WebSecret}", "--Bootstrap:AdministrationClientId=administration",
        $"--Bootstrap:AdministrationClientSecret={AdministrationSecret}", .. further, "--migrate"]]));

    public static async Task<Guid> AddPerson(this ServiceUnderTest<Program> house, string email, string? password = Password,
        string name = "Aino Koordinaattori", params string[] roles)
    {
        using var client = house.AsAdministration();
        using var answer = await client.PostAsJsonAsync("/account/v1/people", new
        {
            email, name, password,
            roles = (roles.Length > 0 ? roles : ["kivenkolo:coordinator"]).Select(role => new { space = role.Split(':')[0], role = role.Split(':')[1] }),
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<EnsurePersonResponse>())!.Id;
    }

    /// <summary>Asks the token endpoint; returns the status and the JSON.</summary>
    public static async Task<(int Status, JsonElement Body)> Token(this HttpClient client, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await client.PostAsync("/connect/token", form);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public static Task<(int Status, JsonElement Body)> ClientToken(this HttpClient client, string id, string secret, string? scope = null) =>
        client.Token([("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), .. scope is null ? [] : new[] { ("scope", scope) }]);

    public static JsonElement Text(this JsonElement body, string name) => body.GetProperty(name);

    /// <summary>The payload of a token, unchecked.</summary>
    public static JsonElement Payload(string token) =>
        JsonElement.Parse(Encoding.UTF8.GetString(Base64UrlTextEncoder.Decode(new JsonWebToken(token).EncodedPayload)));

    public static HttpClient Bearing(this ServiceUnderTest<Program> house, string token)
    {
        var client = house.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

/// <summary>One house for the tests of a class; each test makes people of its own in it.</summary>
public sealed class SharedHouse(PrivateServers servers) : IAsyncLifetime
{
    public ServiceUnderTest<Program> House { get; private set; } = null!;

    public async ValueTask InitializeAsync() => House = await Tests.House.Start(servers);

    public ValueTask DisposeAsync() => House.DisposeAsync();
}

/// <summary>A person's browser: keeps cookies, follows one redirect at a time, fills forms.</summary>
public sealed partial class Browser(HttpClient client) : IDisposable
{
    private readonly string verifier = Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public HttpClient Client => client;

    public string AuthorizeAddress(string extra = "") => "/connect/authorize?client_id=web&response_type=code"
        + "&redirect_uri=" + Uri.EscapeDataString("http://localhost/signin-oidc")
        + "&scope=" + Uri.EscapeDataString("openid profile offline_access")
        + "&state=s1&nonce=n1&code_challenge_method=S256&code_challenge="
        + Base64UrlTextEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) + extra;

    /// <summary>Opens an address and returns where it sends the browser.</summary>
    public async Task<string> Redirected(string address)
    {
        using var answer = await client.GetAsync(address);
        Assert.True((int)answer.StatusCode is 302, $"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.OriginalString;
    }

    /// <summary>Opens the sign-in page and sends its form.</summary>
    public async Task<HttpResponseMessage> SignIn(string email, string password, string page = "/account/login", Dictionary<string, string>? change = null)
    {
        var html = await client.GetStringAsync(page);
        var fields = HiddenFields(html);
        (fields["email"], fields["password"]) = (email, password);
        foreach (var (name, value) in change ?? []) fields[name] = value;
        using var form = new FormUrlEncodedContent(fields);
        return await client.PostAsync("/account/login", form);
    }

    /// <summary>The whole way from the web pages to a pair of tokens.</summary>
    public async Task<JsonElement> GetTokens(string email, string password = House.Password)
    {
        var page = await Redirected(AuthorizeAddress());
        Assert.StartsWith("/account/login", page, StringComparison.Ordinal);
        using var signedIn = await SignIn(email, password, page);
        Assert.Equal(302, (int)signedIn.StatusCode);
        return await ExchangeCode(await Redirected(signedIn.Headers.Location!.OriginalString));
    }

    public async Task<JsonElement> ExchangeCode(string callback)
    {
        Assert.StartsWith("/signin-oidc?", callback, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(callback[callback.IndexOf('?', StringComparison.Ordinal)..]);
        Assert.Equal("s1", query["state"]);
        var (status, body) = await RedeemCode(query["code"]!);
        Assert.True(status == 200, body.ToString());
        return body;
    }

    public Task<(int Status, JsonElement Body)> RedeemCode(string code) => client.Token(("grant_type", "authorization_code"), ("code", code),
        ("redirect_uri", "http://localhost/signin-oidc"), ("client_id", "web"), ("client_secret", House.WebSecret), ("code_verifier", verifier));

    public Task<(int Status, JsonElement Body)> Refresh(string refreshToken) => client.Token(("grant_type", "refresh_token"),
        ("refresh_token", refreshToken), ("client_id", "web"), ("client_secret", House.WebSecret));

    public static Dictionary<string, string> HiddenFields(string html) => HiddenField().Matches(html)
        .ToDictionary(m => m.Groups["name"].Value, m => System.Net.WebUtility.HtmlDecode(m.Groups["value"].Value));

    public void Dispose() => client.Dispose();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)"(?: value="(?<value>[^"]*)")?""")]
    private static partial Regex HiddenField();
}
