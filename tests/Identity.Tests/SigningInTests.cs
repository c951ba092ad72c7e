using System.Net;

namespace Kivenkolo.Identity.Tests;

public sealed class SigningInTests(SharedHouse shared) : IClassFixture<SharedHouse>
{
    private readonly ServiceUnderTest<Program> house = shared.House;
    private readonly string aino = $"aino-{Guid.CreateVersion7():N}@example.org";

    [Fact]
    public async Task A_coordinator_signs_in_and_the_web_pages_get_tokens_that_say_who_and_which_role()
    {
        var id = await house.AddPerson(aino, roles: ["kivenkolo:coordinator"]);
        using var browser = new Browser(house.Client());

        var tokens = await browser.GetTokens(aino.ToUpperInvariant());

        var access = House.Payload(tokens.GetProperty("access_token").GetString()!);
        Assert.Equal(id.ToString(), access.GetProperty("sub").GetString());
        Assert.Equal("Aino Koordinaattori", access.GetProperty("name").GetString());
        Assert.Equal(["kivenkolo:coordinator"], access.GetProperty("space_role").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal("kivenkolo", access.GetProperty("aud").GetString());
        Assert.Equal(TestTokens.Issuer, access.GetProperty("iss").GetString());
        Assert.Equal(15 * 60, access.GetProperty("exp").GetInt64() - access.GetProperty("iat").GetInt64());
        Assert.False(access.TryGetProperty("security_stamp", out _));
        var identity = House.Payload(tokens.GetProperty("id_token").GetString()!);
        Assert.Equal("n1", identity.GetProperty("nonce").GetString());
        Assert.Equal("kivenkolo:coordinator", identity.GetProperty("space_role")[0].GetString());
        using var api = house.Bearing(tokens.GetProperty("access_token").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/account/v1/clients?space=kivenkolo")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("/account/v1/clients?space=elsewhere")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("/account/v1/people")).StatusCode);
    }

    [Fact]
    public async Task Someone_signed_in_already_goes_straight_back_and_one_asked_to_sign_in_anew_does_not()
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        await browser.GetTokens(aino);

        Assert.StartsWith("/signin-oidc?code=", await browser.Redirected(browser.AuthorizeAddress()), StringComparison.Ordinal);
        Assert.StartsWith("/account/login?", await browser.Redirected(browser.AuthorizeAddress("&prompt=login")), StringComparison.Ordinal);
        using var stranger = new Browser(house.Client());
        Assert.Contains("error=login_required", await stranger.Redirected(stranger.AuthorizeAddress("&prompt=none")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_brings_the_roles_of_now_and_ends_with_the_password_and_with_the_person()
    {
        await house.AddPerson(aino, roles: ["kivenkolo:coordinator"]);
        using var browser = new Browser(house.Client());
        var tokens = await browser.GetTokens(aino);
        await house.AddPerson(aino, roles: ["kivenkolo:editor", "toinen:viewer"]);

        var (status, refreshed) = await browser.Refresh(tokens.GetProperty("refresh_token").GetString()!);
        Assert.Equal(200, status);
        Assert.Equal(["kivenkolo:editor", "toinen:viewer"], House.Payload(refreshed.GetProperty("access_token").GetString()!)
            .GetProperty("space_role").EnumerateArray().Select(r => r.GetString()));

        await house.AddPerson(aino, password: "another long password");
        (status, var refused) = await browser.Refresh(refreshed.GetProperty("refresh_token").GetString()!);
        Assert.Equal((400, "invalid_grant"), (status, refused.GetProperty("error").GetString()));
        Assert.StartsWith("/account/login?", await browser.Redirected(browser.AuthorizeAddress()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_worth_something_once_and_only_with_the_verifier_of_the_browser_that_asked()
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        await browser.GetTokens(aino);
        var code = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery((await browser.Redirected(browser.AuthorizeAddress())).Split('?')[1])["code"]!;

        using var thief = new Browser(house.Client());
        Assert.Equal("invalid_grant", (await thief.RedeemCode(code!)).Body.GetProperty("error").GetString());

        Assert.Equal(200, (await browser.RedeemCode(code!)).Status);
        Assert.Equal("invalid_grant", (await browser.RedeemCode(code!)).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_code_without_proof_of_origin_and_an_unknown_address_to_return_to_are_refused_on_a_page()
    {
        using var browser = new Browser(house.Client());
        foreach (var address in (string[])[
            browser.AuthorizeAddress().Split("&code_challenge_method")[0],
            browser.AuthorizeAddress().Replace("localhost%2Fsignin", "evil.example%2Fsignin", StringComparison.Ordinal),
            browser.AuthorizeAddress().Replace("client_id=web", "client_id=nobody", StringComparison.Ordinal)])
        {
            using var answer = await browser.Client.GetAsync(address);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("Kirjautumista ei voi jatkaa", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_person_and_the_answer_is_the_same_as_for_an_unknown_one()
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        var answers = new List<string>();
        for (var i = 0; i < 6; i++) answers.Add(await Refusal(browser, aino, "wrong password"));
        answers.Add(await Refusal(browser, aino, House.Password));
        answers.Add(await Refusal(browser, "nobody@example.org", House.Password));
        Assert.Single(answers.Distinct());

        Assert.NotNull(await house.Scalar(
            "update people set lockout_end = now() - interval '1 second' where email = $1 and lockout_end is not null returning 1", aino));
        using var signedIn = await browser.SignIn(aino, House.Password);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal(0, await house.Scalar("select access_failed_count from people where email = $1", aino));
    }

    [Fact]
    public async Task Twenty_passwords_tried_at_once_are_five_tries()
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        var fields = Browser.HiddenFields(await browser.Client.GetStringAsync("/account/login"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var form = new FormUrlEncodedContent(fields.Append(new("email", aino)).Append(new("password", $"wrong password {i}")));
            using var answer = await browser.Client.PostAsync("/account/login", form);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }));
        Assert.Equal(5, await house.Scalar("select access_failed_count from people where email = $1", aino));
        Assert.NotNull(await house.Scalar("select 1 from people where email = $1 and lockout_end > now() + interval '10 minutes'", aino));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/connect/authorize")]
    [InlineData("/\\evil.example/connect/authorize?")]
    [InlineData("/connect/authorize?x=\u00e4\r\nSet-Cookie: a=b")]
    public async Task A_sign_in_that_did_not_begin_here_ends_on_the_front_page(string returnUrl)
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        using var answer = await browser.SignIn(aino, House.Password, change: new() { ["returnUrl"] = returnUrl });
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_form_from_elsewhere_signs_nobody_in()
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        using var answer = await browser.SignIn(aino, House.Password, change: new() { ["__RequestVerificationToken"] = "made up" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, h => h.Key == "Set-Cookie" && h.Value.Any(v => v.StartsWith("kivenkolo-identity=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Signing_out_with_ones_own_identity_token_is_done_at_once_and_without_it_is_asked_about()
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        var tokens = await browser.GetTokens(aino);

        using var asked = await browser.Client.GetAsync("/connect/endsession?lang=sv");
        var page = await asked.Content.ReadAsStringAsync();
        Assert.Contains("Vill du logga ut?", page, StringComparison.Ordinal);
        Assert.StartsWith("/signin-oidc?code=", await browser.Redirected(browser.AuthorizeAddress()), StringComparison.Ordinal);

        var back = await browser.Redirected("/connect/endsession?id_token_hint=" + tokens.GetProperty("id_token").GetString()
            + "&state=s2&post_logout_redirect_uri=" + Uri.EscapeDataString("http://localhost/signout-callback-oidc"));
        Assert.Equal("/signout-callback-oidc?state=s2", back);
        Assert.StartsWith("/account/login?", await browser.Redirected(browser.AuthorizeAddress()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saying_yes_on_the_sign_out_page_signs_out()
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        await browser.GetTokens(aino);
        using var form = new FormUrlEncodedContent(Browser.HiddenFields(await browser.Client.GetStringAsync("/connect/endsession")));
        using var answer = await browser.Client.PostAsync("/account/logout?lang=en", form);
        Assert.Contains("You have signed out.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("/account/login?", await browser.Redirected(browser.AuthorizeAddress()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fi", "Kirjaudu sisään")]
    [InlineData("sv-FI", "Logga in")]
    [InlineData("en-GB", "Sign in")]
    [InlineData("ckb", "Kirjaudu sisään")]
    public async Task The_page_speaks_the_language_asked_for_and_keeps_it_through_a_failure(string locale, string title)
    {
        using var browser = new Browser(house.Client());
        var page = await browser.Redirected(browser.AuthorizeAddress($"&ui_locales={locale}"));
        Assert.Contains($"<h1>{title}</h1>", WebUtility.HtmlDecode(await browser.Client.GetStringAsync(page)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_pages_are_not_kept()
    {
        await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        using var page = await browser.Client.GetAsync("/account/login");
        Assert.True(page.Headers.CacheControl?.NoStore);
        using var answer = await browser.SignIn(aino, House.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("kivenkolo-identity=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using var css = await browser.Client.GetAsync("/account/identity.css");
        Assert.Equal("text/css", css.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<string> Refusal(Browser browser, string email, string password)
    {
        using var answer = await browser.SignIn(email, password);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        // Each page has a form token of its own; the rest must not differ.
        foreach (var (_, value) in Browser.HiddenFields(html)) if (value.Length > 0) html = html.Replace(value, "", StringComparison.Ordinal);
        return html;
    }
}
