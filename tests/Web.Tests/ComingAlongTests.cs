using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Texts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Kivenkolo.Web.Tests;

/// <summary>Signing up, seeing how it stands, taking a place and leaving, as forms without script; a stand-in answers for Calendar.</summary>
public sealed class ComingAlongTests(ComingAlongTests.WithCalendar web) : IClassFixture<ComingAlongTests.WithCalendar>
{
    private const string Id = "01930000-0000-7000-8000-000000000100";
    private const string Token = "aB3-_x";

    public static TheoryData<string> Languages => [.. Words.All.Select(words => words.Language)];

    [Theory, MemberData(nameof(Languages))]
    public async Task Anyone_signs_up_and_comes_to_the_page_with_the_link(string language)
    {
        var words = Words.Exactly(language)!;
        using var client = web.Visitor;
        var page = await client.GetStringAsync($"/{language}/kivenkolo/occurrences/{Id}");
        Assert.Contains(words.SignUp.Lead, page, StringComparison.Ordinal);
        var key = page.Split("name=\"key\" value=\"")[1].Split('"')[0];

        using var answer = await Send(client, page, $"/{language}/kivenkolo/occurrences/{Id}/registrations", ("nickname", " Kaisla <b> "), ("email", ""),
            ("key", key));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"/{language}/kivenkolo/registration?token={Token}", answer.Headers.Location?.ToString());
        var (path, body, sentKey) = web.Asked.Last(asked => asked.Path.EndsWith("/registrations", StringComparison.Ordinal) && asked.Key == key);
        Assert.Equal(($"/api/calendar/v1/spaces/kivenkolo/occurrences/{Id}/registrations", key), (path, sentKey));
        Assert.Equal($$"""{"nickname":"Kaisla <b>","language":"{{language}}"}""", Plain(body));
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said_beside_the_field_and_what_was_written_stays()
    {
        using var client = web.Visitor;
        var page = await client.GetStringAsync($"/fi/kivenkolo/occurrences/{Id}");
        var before = web.Asked.Count(asked => asked.Path.EndsWith("/registrations", StringComparison.Ordinal));
        using var answer = await Send(client, page, $"/fi/kivenkolo/occurrences/{Id}/registrations", ("nickname", "  "), ("email", "ei osoite"));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("id=\"nickname-error\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"email-error\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"ei osoite\"", html, StringComparison.Ordinal);
        Assert.Equal(before, web.Asked.Count(asked => asked.Path.EndsWith("/registrations", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task The_link_shows_how_it_stands_and_changes_nothing_and_the_buttons_do(string language)
    {
        var words = Words.Exactly(language)!.SignUp;
        using var client = web.Visitor;
        var page = await client.GetStringAsync($"/{language}/kivenkolo/registration?token={Token}");
        Assert.Contains(words.IsOffered, page, StringComparison.Ordinal);
        Assert.Contains(words.Take, page, StringComparison.Ordinal);
        Assert.Contains(words.Leave, page, StringComparison.Ordinal);
        foreach (var (form, act) in ((string, string)[])[("acceptance", "acceptance"), ("leaving", "leaving")])
        {
            var before = Count(act);
            using var answer = await Send(client, page, $"/{language}/kivenkolo/registration/{form}", ("token", Token));
            Assert.Equal($"/{language}/kivenkolo/registration?token={Token}", answer.Headers.Location?.ToString());
            Assert.Equal(before + 1, Count(act));
        }

        int Count(string act) => web.Asked.Count(asked =>
            asked.Path.EndsWith($"/registrations/{act}", StringComparison.Ordinal) && Plain(asked.Body) == $$"""{"token":"{{Token}}"}""");
    }

    [Theory]
    [InlineData("unheard-of")]
    [InlineData("")]
    [InlineData("%3Cscript%3E")]
    public async Task A_link_that_is_none_says_so(string token)
    {
        using var answer = await web.Visitor.GetAsync($"/fi/kivenkolo/registration?token={token}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(Words.Exactly("fi")!.SignUp.LinkDoesNotWorkMore, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, string page, string path, params (string Name, string Value)[] fields)
    {
        var proof = page.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        return client.PostAsync(path,
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(new("__RequestVerificationToken", proof))));
    }

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Plain(string json) => JsonSerializer.Serialize(JsonElement.Parse(json), AsWritten);

    public sealed class WithCalendar(PrivateServers servers) : PagesTests.Alone(servers)
    {
        internal ConcurrentQueue<(string Path, string Body, string? Key)> Asked { get; } = [];

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.Configure<HttpClientFactoryOptions>(
                nameof(CalendarClient), options => options.HttpMessageHandlerBuilderActions.Add(client => client.PrimaryHandler = new StandIn(Asked))));
        }
    }

    private sealed class StandIn(ConcurrentQueue<(string Path, string Body, string? Key)> asked) : HttpMessageHandler
    {
        private static readonly string Occurrence = Samples.Json(Samples.Occurrence with { NoSignUp = false, LocalEnd = new(15, 0) });

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            asked.Enqueue((path, body, request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null));
            var own = $$"""{"registrationId":"{{Id}}","occurrenceId":"{{Id}}","status":"offered","place":null,"offeredUntil":"2026-11-25T10:00:00Z"}""";
            return path.Split('/')[^1] switch
            {
                Id => Json(HttpStatusCode.OK, Occurrence),
                "sign-up" => Json(HttpStatusCode.OK, """{"state":"open"}"""),
                "registrations" => Json(HttpStatusCode.Created, $$"""{"registrationId":"{{Id}}","status":"confirmed","place":null,"token":"{{Token}}"}"""),
                _ when body.Contains($"\"{Token}\"", StringComparison.Ordinal) => Json(HttpStatusCode.OK, own),
                _ => Json(HttpStatusCode.NotFound, "{}"),
            };
        }

        private static HttpResponseMessage Json(HttpStatusCode status, string json) =>
            new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
