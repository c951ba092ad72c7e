using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Kivenkolo.Identity.Tests;

public sealed class BadInputTests(SharedHouse shared) : IClassFixture<SharedHouse>
{
    private readonly ServiceUnderTest<Program> house = shared.House;

    private const string GoodPerson =
        """{"email":"a@example.org","name":"A","password":"correct horse battery","roles":[{"space":"kivenkolo","role":"editor"}]}""";
    private const string GoodClient =
        """{"name":"A","space":"kivenkolo","organisationId":"0192f0c8-0000-7000-8000-000000000000","scopes":["proposals:write"]}""";

    [Fact]
    public async Task A_person_that_cannot_be_read_is_turned_away_by_the_name_of_the_field()
    {
        using var administration = house.AsAdministration();
        await HostileBodies.AreTurnedAway(administration, HttpMethod.Post, "/account/v1/people",
        [
            .. HostileBodies.Always(GoodPerson),
            .. HostileBodies.With(GoodPerson, "email", [.. HostileBodies.ForText, "\"no address\"", "null"]),
            .. HostileBodies.With(GoodPerson, "name", [.. HostileBodies.ForText, "null", "\"\""]),
            .. HostileBodies.With(GoodPerson, "password", [.. HostileBodies.ForText, "\"short\""]),
            .. HostileBodies.With(GoodPerson, "roles", "1", "\"x\"", "{}", "null", "[1]", "[null]", """[{"space":"kivenkolo"}]""",
                """[{"space":"No Slug","role":"editor"}]""", """[{"space":"kivenkolo","role":"king"}]""", """[{"space":"kivenkolo","role":0}]"""),
        ]);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_read_are_turned_away_by_the_name_of_the_field()
    {
        using var coordinator = house.AsAdministration();
        await HostileBodies.AreTurnedAway(coordinator, HttpMethod.Post, "/account/v1/clients",
        [
            .. HostileBodies.Always(GoodClient),
            .. HostileBodies.With(GoodClient, "name", HostileBodies.ForText),
            .. HostileBodies.With(GoodClient, "space", [.. HostileBodies.ForText, "\"No Slug\"", "null"]),
            .. HostileBodies.With(GoodClient, "organisationId", [.. HostileBodies.ForId, "null"]),
            .. HostileBodies.With(GoodClient, "scopes", "1", "\"fi\"", "{}", "[1]", "[]", "null", "[null]", "[\"administration\"]", $"[{HostileBodies.Nul}]"),
        ]);
    }

    [Theory]
    [InlineData("grant_type=client_credentials&client_id=a%00b&client_secret=x")]
    [InlineData("grant_type=client_credentials&client_id=web&client_secret=%00")]
    [InlineData("grant_type=client_credentials&client_id=%ED%A0%80&client_secret=x")]
    [InlineData("grant_type=refresh_token&refresh_token=%00&client_id=web&client_secret=x")]
    [InlineData("grant_type=refresh_token&refresh_token=a&client_id=web&client_id=web")]
    [InlineData("grant_type=%00")]
    [InlineData("grant_type=password&username=a&password=b&client_id=web")]
    [InlineData("%00=%00")]
    [InlineData("")]
    [InlineData("%")]
    public async Task A_token_request_that_cannot_be_read_is_answered_as_OAuth_says(string form)
    {
        using var client = house.Client();
        using var content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await client.PostAsync("/connect/token", content);
        await IsOAuthError(answer);
    }

    [Fact]
    public async Task A_token_request_too_large_or_of_another_kind_is_answered_as_OAuth_says()
    {
        using var client = house.Client();
        foreach (var (form, type) in ((string, string)[])[
            ("grant_type=client_credentials&client_id=" + new string('x', 500_000), "application/x-www-form-urlencoded"),
            (string.Join('&', Enumerable.Range(0, 3000).Select(i => $"a{i}=1")), "application/x-www-form-urlencoded"),
            (new string('k', 5000) + "=1", "application/x-www-form-urlencoded"),
            ("{\"grant_type\":\"client_credentials\"}", "application/json"),
            ("--x\r\n", "multipart/form-data"),
            ("grant_type=client_credentials&client_id=web&client_assertion_type=%00&client_assertion=%00", "application/x-www-form-urlencoded")])
        {
            using var content = new StringContent(form, Encoding.ASCII, type);
            using var answer = await client.PostAsync("/connect/token", content);
            await IsOAuthError(answer);
        }
    }

    [Theory]
    [InlineData("a\0b:secret")]
    [InlineData("a%00b:secret")]
    [InlineData("web:%00")]
    [InlineData("no colon")]
    public async Task Credentials_in_a_header_that_cannot_be_read_are_answered_as_OAuth_says(string credentials)
    {
        using var client = house.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.Latin1.GetBytes(credentials)));
        using var content = new StringContent("grant_type=client_credentials", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await client.PostAsync("/connect/token", content);
        await IsOAuthError(answer);
    }

    [Theory]
    [InlineData("/connect/authorize?client_id=%00")]
    [InlineData("/connect/authorize?client_id=%ED%A0%80&response_type=code&redirect_uri=x")]
    [InlineData("/connect/authorize?client_id=web&client_id=web")]
    [InlineData("/connect/authorize?request_uri=urn:x")]
    [InlineData("/connect/authorize?request=a.b.c&client_id=web")]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/endsession?id_token_hint=%01")]
    [InlineData("/connect/endsession?post_logout_redirect_uri=https%3A%2F%2Fevil.example")]
    [InlineData("/account/external")]
    [InlineData("/account/external/arrival")]
    [InlineData("/account/external/callback?code=1&state=2")]
    public async Task An_address_that_means_nothing_is_the_callers_mistake(string address)
    {
        using var client = house.Client();
        using var answer = await client.GetAsync(address);
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Theory]
    [InlineData("email=%00&password=%00&returnUrl=%00")]
    [InlineData("email=%ED%A0%80&password=%ED%A0%80")]
    [InlineData("email=a&email=b&password=c&password=d&returnUrl=e&returnUrl=f")]
    [InlineData("__RequestVerificationToken=%00")]
    [InlineData("")]
    public async Task A_sign_in_form_that_cannot_be_read_shows_the_page_again(string form)
    {
        using var browser = new Browser(house.Client());
        var token = Browser.HiddenFields(await browser.Client.GetStringAsync("/account/login"))["__RequestVerificationToken"];
        foreach (var body in (string[])[form, $"__RequestVerificationToken={Uri.EscapeDataString(token)}&{form}", form + "&x=" + new string('x', 300_000)])
        {
            using var content = new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded");
            using var answer = await browser.Client.PostAsync("/account/login", content);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized,
                $"{body[..Math.Min(80, body.Length)]}: {answer.StatusCode}");
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        }
        using var json = new StringContent("{}", Encoding.ASCII, "application/json");
        using var refused = await browser.Client.PostAsync("/account/login", json);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Theory]
    [InlineData("/account/v1/people?after=x")]
    [InlineData("/account/v1/people?limit=0")]
    [InlineData("/account/v1/people?limit=99999999999")]
    [InlineData("/account/v1/clients")]
    [InlineData("/account/v1/clients?space=%00")]
    [InlineData("/account/v1/clients?space=kivenkolo&after=%00")]
    public async Task A_list_asked_for_in_a_way_that_means_nothing_is_a_problem(string address)
    {
        using var administration = house.AsAdministration();
        using var answer = await administration.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_odd_client_id_in_a_path_is_not_found()
    {
        using var administration = house.AsAdministration();
        using var answer = await administration.DeleteAsync("/account/v1/clients/a%01b");
        Assert.InRange((int)answer.StatusCode, 400, 404);
    }

    private static async Task IsOAuthError(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{answer.StatusCode}: {text}");
        Assert.True(System.Text.Json.JsonElement.Parse(text).TryGetProperty("error", out _), text);
    }
}
