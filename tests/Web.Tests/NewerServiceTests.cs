using System.Net;
using System.Text;
using Kivenkolo.Clients.Calendar;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Kivenkolo.Web.Tests;

/// <summary>The pages that everyone reads, while Calendar is newer than they are: it tells more, and in words that they do not know.</summary>
public sealed class NewerServiceTests(NewerServiceTests.WithNewerCalendar web) : IClassFixture<NewerServiceTests.WithNewerCalendar>
{
    private static readonly OccurrenceResponse Known = Samples.Occurrence with
    {
        Title = new("fi", "Teehetki"),
        End = DateTimeOffset.UnixEpoch.AddYears(200),
        NoSignUp = false
    };

    // What Calendar says, and what a newer one says instead.
    private static readonly (string Known, string Newer)[] Changes =
    [
        ("\"status\":\"confirmed\"", "\"status\":\"streamed\",\"stream\":{\"address\":\"https://stream.example\"}"),
        ("\"facts\":[]", "\"facts\":[\"sauna\",\"step-free\"]"),
        ("\"runBy\":\"staff\"", "\"runBy\":\"robot\""),
        ("\"kind\":\"moved\"", "\"kind\":\"renamed\""),
        ("\"state\":\"open\"", "\"state\":\"drawn\""),
        ("\"fromOthers\":[]", "\"fromOthers\":[],\"weather\":\"rain\""),
    ];

    [Theory]
    [InlineData("")]
    [InlineData("/week/2026-W48")]
    [InlineData("/week/2026-W48.jsonld")]
    [InlineData("/wall")]
    [InlineData("/occurrences/01930000-0000-7000-8000-000000000100")]
    public async Task A_page_is_read_whole_and_leaves_out_what_it_does_not_know(string page)
    {
        using var answer = await web.CreateClient().GetAsync(new Uri($"/fi/kivenkolo{page}", UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Teehetki", text, StringComparison.Ordinal);
        Assert.All((string[])["streamed", "sauna", "robot", "renamed", "drawn", "Unknown"],
            word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Everything_that_is_new_is_in_what_Calendar_says() =>
        Assert.All(Changes, change => Assert.Contains(change.Known, StandIn.Week + StandIn.State, StringComparison.Ordinal));

    public sealed class WithNewerCalendar(PrivateServers servers) : PagesTests.Alone(servers)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.Configure<HttpClientFactoryOptions>(
                nameof(CalendarClient), options => options.HttpMessageHandlerBuilderActions.Add(client => client.PrimaryHandler = new StandIn())));
        }
    }

    private sealed class StandIn : HttpMessageHandler
    {
        public static readonly string Week = Samples.Json(Samples.Week with
        {
            Occurrences = [Known],
            Changes = [new() { OccurrenceId = Known.Id, Kind = WeekChangeKind.Moved, Title = Known.Title, ToldDate = Known.LocalDate, ToldStart = new(13, 0),
            ToldEnd = new(15, 0) }],
        });

        public static readonly string State = Samples.Json(new SignUpResponse { State = SignUpState.Open });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            var told = path.Contains("/weeks/", StringComparison.Ordinal) ? Week : path.EndsWith("/sign-up", StringComparison.Ordinal) ? State
                : Samples.Json(Known);
            foreach (var (known, newer) in Changes) told = told.Replace(known, newer, StringComparison.Ordinal);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(told, Encoding.UTF8, "application/json") });
        }
    }
}
