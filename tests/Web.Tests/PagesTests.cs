using System.Net;
using Kivenkolo.Web.Texts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(PrivateServers))]

namespace Kivenkolo.Web.Tests;

/// <summary>The pages alone, with every service away: what is left must still be kind, correct and closed to those without the right.</summary>
public sealed class PagesTests(PagesTests.Alone web) : IClassFixture<PagesTests.Alone>
{
    public class Alone(PrivateServers servers) : WebApplicationFactory<Program>, IAsyncLifetime
    {
        public const string Secret = "a secret of at least thirty-two characters";

        public string Database { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Database = await servers.CreateDatabase();
            await Migrate(Database);
        }

        /// <summary>Web's own <c>--migrate</c>.</summary>
        public static Task Migrate(string database, params string[] further) => Task.Run(() => typeof(Program).Assembly.EntryPoint!.Invoke(null, [(string[])[
            "--environment=Development", "--Logging:LogLevel:Default=Warning", $"--ConnectionStrings:webdb={database};Pooling=false",
            $"--Web:KeyProtectionSecret={Secret}", .. further, "--migrate"]]));

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("ConnectionStrings:webdb", Database);
            builder.UseSetting("Web:KeyProtectionSecret", Secret);
            builder.UseSetting("Identity:Issuer", "http://localhost");
            // The port discard: nothing listens there, and it says so at once.
            foreach (var service in new[] { "calendar", "participation", "partners", "communications", "identity" })
                builder.UseSetting($"services:{service}:http:0", "http://127.0.0.1:9");
            foreach (var limit in Enum.GetNames<ServiceDefaults.RateLimits.RateLimit>()) builder.UseSetting($"RateLimits:{limit}", "1000000");
        }

        public HttpClient Visitor => CreateClient(new() { AllowAutoRedirect = false });
    }

    public static TheoryData<string> Languages => [.. Words.All.Select(words => words.Language)];

    public static TheoryData<string, string> EveryPublicPage
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var words in Words.All)
                foreach (var page in new[] { "", "/week/2026-W48", "/say", "/say/thanks", "/house-meeting", "/news", "/subscriptions",
                    "/subscriptions/confirm?token=x", "/subscriptions/end?token=x", "/impact", "/calendar-check?token=x", "/calendar-check/thanks",
                    "/propose/thanks", "/propose/link", "/propose/link/thanks" })
                    pages.Add(words.Language, page);
            return pages;
        }
    }

    [Fact]
    public Task Who_may_use_what_is_what_is_committed() => EndpointManifest.Compare(web.Services, "Web");

    [Theory, MemberData(nameof(EveryPublicPage))]
    public async Task A_page_stands_in_its_language_while_every_service_is_away(string language, string page)
    {
        using var answer = await web.Visitor.GetAsync($"/{language}/kivenkolo{page}");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"<html lang=\"{language}\" dir=\"{(language == "ar" ? "rtl" : "ltr")}\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/house-meeting")]
    [InlineData("/news")]
    [InlineData("/impact")]
    [InlineData("/propose/link")]
    public async Task What_cannot_be_shown_now_is_said_kindly(string page) =>
        Assert.Contains(Words.Exactly("fi-simple")!.House.Away, await web.Visitor.GetStringAsync($"/fi-simple/kivenkolo{page}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/fi/kivenkolo/olematon")]
    [InlineData("/fi/kivenkolo/week/2026-W99")]
    [InlineData("/fi/kivenkolo/week/2026-W99.jsonld")]
    [InlineData("/fi/Kiven%20kolo")]
    [InlineData("/täällä/ei/ole/mitään")]
    [InlineData("/assets/nothing.css")]
    public async Task What_is_not_there_has_a_page_of_its_own(string path)
    {
        using var answer = await web.Visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Sivua ei löydy", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/occurrences/01930000-0000-7000-8000-000000000100")]
    [InlineData("/occurrences/01930000-0000-7000-8000-000000000100.jsonld")]
    [InlineData("/week/2026-W48.jsonld")]
    public async Task What_only_a_service_knows_says_that_it_is_away(string page)
    {
        using var answer = await web.Visitor.GetAsync($"/sv/kivenkolo{page}");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(Words.Exactly("sv")!.House.Away, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/partners")]
    [InlineData("/messages")]
    [InlineData("/plan")]
    [InlineData("/plan/rooms")]
    [InlineData("/count")]
    [InlineData("/count/01930000-0000-7000-8000-000000000100")]
    [InlineData("/hours")]
    [InlineData("/hours/01930000-0000-7000-8000-000000000100")]
    [InlineData("/count/slot?date=2026-11-23&start=09:00&end=12:00")]
    [InlineData("/categories")]
    [InlineData("/hours/supervisor/01930000-0000-7000-8000-000000000100")]
    [InlineData("/impact/exact")]
    [InlineData("/impact/import")]
    [InlineData("/answer/01930000-0000-7000-8000-000000000100/qr")]
    [InlineData("/occurrences/01930000-0000-7000-8000-000000000100/registrations")]
    public async Task Staff_pages_lead_to_the_sign_in_and_back(string page)
    {
        using var answer = await web.Visitor.GetAsync($"/fi/kivenkolo{page}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/signin?to={Uri.EscapeDataString("/fi/kivenkolo" + page)}", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_secret_of_a_link_is_not_in_the_address_of_the_sign_in() =>
        Assert.DoesNotContain("token", (await web.Visitor.GetStringAsync("/fi/kivenkolo/subscriptions/confirm?token=secret")).Split("/signin?to=")[1]
            .Split('"')[0], StringComparison.Ordinal);

    [Fact]
    public async Task The_screen_on_the_wall_is_told_that_the_programme_is_away_and_goes_on_by_itself()
    {
        using var answer = await web.Visitor.GetAsync("/sv/kivenkolo/wall?every=1");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(Words.Exactly("sv")!.House.Away, html, StringComparison.Ordinal);
        Assert.Contains("data-refresh=\"2\"", html, StringComparison.Ordinal);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"2\"", html, StringComparison.Ordinal);
        var script = html.Split("<script defer src=\"")[1].Split('"')[0];
        Assert.StartsWith("text/javascript", (await web.Visitor.GetAsync(script)).Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/fi/kivenkolo", null)]
    [InlineData("/fi/kivenkolo?paper=a5", null)]
    [InlineData("/fi/kivenkolo?paper=a4", "A4")]
    [InlineData("/fi/kivenkolo/week/2026-W48?paper=a3", "A3")]
    public async Task A_page_is_made_ready_for_the_paper_that_is_asked_for(string path, string? paper)
    {
        var html = await web.Visitor.GetStringAsync(path);
        Assert.Equal(paper is not null, html.Contains("/assets/paper.", StringComparison.Ordinal));
        Assert.Equal(paper == "A3", html.Contains("/assets/a3.", StringComparison.Ordinal));
        if (paper is not null) Assert.Contains(Words.Exactly("fi")!.Week.PaperReady(paper), html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_not_taken()
    {
        using var form = new FormUrlEncodedContent([new("text", "Äänikirjoja")]);
        using var answer = await web.Visitor.PostAsync("/fi/kivenkolo/say", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(Words.Exactly("fi")!.House.TooOld, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("https://elsewhere.example", false)]
    [InlineData(null, false)]
    public async Task What_was_written_into_a_form_when_the_session_had_ended_is_shown_to_be_copied_before_the_sign_in(string? origin, bool isShown)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fi/kivenkolo/messages/01930000-0000-7000-8000-000000000100/variants/fi")
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", "a secret"), new("etag", "\"7\""),
                new("body-fi", "Tämän kirjoitin <b>pitkään</b>.")]),
        };
        if (origin is not null) request.Headers.Add("Origin", origin);
        request.Headers.Referrer = new("http://localhost/fi/kivenkolo/messages/01930000-0000-7000-8000-000000000100");
        using var answer = await web.Visitor.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(isShown ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect, answer.StatusCode);
        if (!isShown) return;
        Assert.Contains("Tämän kirjoitin &lt;b&gt;pitkään&lt;/b&gt;.</blockquote>", html, StringComparison.Ordinal);
        Assert.Contains(Words.Exactly("fi")!.House.SignedOutMore, html, StringComparison.Ordinal);
        Assert.Contains("href=\"/signin?to=%2Ffi%2Fkivenkolo%2Fmessages%2F01930000-0000-7000-8000-000000000100\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", html, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("/calendar-check?token=x", false)]
    [InlineData("/calendar-check/thanks", false)]
    [InlineData("/propose/thanks", false)]
    [InlineData("/propose/link/thanks", false)]
    [InlineData("/registration", false)]
    [InlineData("/subscriptions/confirm?token=x", true)]
    [InlineData("/subscriptions/ended", true)]
    public async Task Only_what_is_about_news_is_marked_as_news_in_the_menu(string page, bool isNews)
    {
        using var answer = await web.Visitor.GetAsync($"/fi/kivenkolo{page}");
        Assert.Equal(isNews, (await answer.Content.ReadAsStringAsync()).Contains("/news\" aria-current=\"page\"", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task The_check_of_a_calendar_asks_before_anyone_has_answered(string language)
    {
        var words = Words.Exactly(language)!.Partner;
        var html = await web.Visitor.GetStringAsync($"/{language}/kivenkolo/calendar-check?token=x");
        Assert.Contains($"<h1>{words.IsStillRight}</h1>", html, StringComparison.Ordinal);
        Assert.Contains($"<button>{words.StillRight}</button>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_link_one_proposes_by_asking_for_it()
    {
        using var answer = await web.Visitor.GetAsync("/sv/kivenkolo/propose");
        Assert.Equal((HttpStatusCode.SeeOther, "/sv/kivenkolo/propose/link"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task An_address_that_cannot_be_read_is_not_taken_for_an_old_form()
    {
        using var answer = await web.Visitor.GetAsync("/fi/kivenkolo/house-meeting?after=eilen");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(Words.Exactly("fi")!.House.NotReadable, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fi-simple", "/week/2027-W10", "<title>Viikko 10 – ")]
    [InlineData("sv", "/week/2027-W10", "<title>Vecka 10 – ")]
    [InlineData("fi-simple", "", "<title>Tämä viikko – ")]
    public async Task A_week_is_called_by_its_number_and_only_this_one_this_week(string language, string path, string title) =>
        Assert.Contains(title, await web.Visitor.GetStringAsync($"/{language}/kivenkolo{path}"), StringComparison.Ordinal);

    [Fact]
    public async Task An_idea_that_cannot_be_sent_now_stays_in_the_form()
    {
        using var client = web.Visitor;
        var page = await client.GetStringAsync("/fi/kivenkolo/say");
        var token = page.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("text", "Äänikirjoja <b>kaikille</b>")]);
        using var answer = await client.PostAsync("/fi/kivenkolo/say", form);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(Words.Exactly("fi")!.Forms.TryAgain, html, StringComparison.Ordinal);
        Assert.Contains("Äänikirjoja &lt;b&gt;kaikille&lt;/b&gt;</textarea>", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EveryPublicPage))]
    public async Task A_page_with_a_form_is_for_the_one_who_opened_it_alone(string language, string page)
    {
        using var answer = await web.Visitor.GetAsync($"/{language}/kivenkolo{page}");
        var html = await answer.Content.ReadAsStringAsync();
        // The gateway shows what is public to everyone: a token in it would be everyone's.
        if (html.Contains("__RequestVerificationToken", StringComparison.Ordinal) || html.Contains("name=\"key\"", StringComparison.Ordinal)
            || answer.Headers.Contains("Set-Cookie"))
            Assert.False(answer.Headers.CacheControl?.Public == true && !answer.Headers.CacheControl.NoStore);
        Assert.Equal(page is "" or "/week/2026-W48" or "/house-meeting" or "/news" or "/impact", answer.Headers.CacheControl?.Public == true);
    }

    [Fact]
    public async Task A_form_on_a_page_for_everyone_takes_the_page_back()
    {
        var antiforgery = web.Services.GetRequiredService<IAntiforgery>();
        await using var scope = web.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Response.Headers.CacheControl = "public, no-cache";
        antiforgery.GetAndStoreTokens(http);
        Assert.Contains("no-store", http.Response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("public", http.Response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv-FI, fi;q=0.5", "sv")]
    [InlineData("ar", "ar")]
    [InlineData("de", "fi")]
    public async Task Without_a_language_in_the_path_the_browser_says_which(string accepts, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/olematon");
        request.Headers.TryAddWithoutValidation("Accept-Language", accepts);
        using var answer = await web.Visitor.SendAsync(request);
        Assert.Contains($"<html lang=\"{language}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stylesheet_is_kept_for_a_year_under_its_fingerprint()
    {
        var page = await web.Visitor.GetStringAsync("/fi/kivenkolo");
        var address = page.Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];
        using var answer = await web.Visitor.GetAsync(address);
        Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl?.MaxAge);
        Assert.Contains("immutable", answer.Headers.CacheControl!.Extensions.Select(extension => extension.Name));
        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
    }
}
