using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Partners;
using Kivenkolo.Web.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Kivenkolo.Web.Tests;

/// <summary>What the form of an invited partner sends on; a stand-in answers for Partners and Calendar.</summary>
public sealed class ProposeTests
{
    private const string Hall = "01930000-0000-7000-8000-000000000200";

    [Fact]
    public async Task A_partner_says_on_the_form_where_it_would_like_to_be_and_whether_people_sign_up()
    {
        var house = new House();
        var shown = Assert.IsType<RazorComponentResult<ProposePage>>(
            await ProposeByLink.Show("secret", house.Reader, house.Partners, house.Calendar, TestContext.Current.CancellationToken));
        Assert.Equal(Guid.Parse(Hall), Assert.Single(Assert.IsType<IReadOnlyList<PlaceResponse>>(shown.Parameters["Places"], exactMatch: false)).Id);

        await Send(house, ("coming", "sign-up"), ("placeId", Hall));
        Assert.Equal((Hall, true), ((string?)house.Proposed!["placeId"], (bool)house.Proposed["needsSignUp"]!));
        await Send(house, ("coming", "just-come"), ("placeId", ""));
        Assert.Equal((null, false), ((string?)house.Proposed!["placeId"], (bool)house.Proposed["needsSignUp"]!));

        var again = Assert.IsType<RazorComponentResult<ProposePage>>(await Send(house));
        Assert.Equal("coming", Assert.Single(Assert.IsType<Posted>(again.Parameters["Posted"]).Errors).Key);
    }

    private static Task<IResult> Send(House house, params (string Field, string Value)[] more)
    {
        var form = new Dictionary<string, StringValues>
        {
            ["token"] = "secret", ["key"] =
                "1", ["title"] = "Kuoro", ["description"] = "Laulamme", ["date"] = "2026-12-01", ["start"] = "14.00", ["minutes"] = "60", ["weeks"] = "1",
            ["spoken"] = "fi",
        };
        foreach (var (field, value) in more) form[field] = value;
        return ProposeByLink.Handle(new FormCollection(form), house.Reader, house.Partners, house.Calendar, TestContext.Current.CancellationToken);
    }

    private sealed class House : HttpMessageHandler
    {
        public House()
        {
            Reader = new(TimeProvider.System);
            Reader.Reads("fi");
            Reader.IsAt("kivenkolo", Samples.Space, "/propose", "http://localhost");
            var http = new HttpClient(this) { BaseAddress = new("http://localhost") };
            (Calendar, Partners) = (new(http), new(http));
        }

        public Reader Reader { get; }
        public CalendarClient Calendar { get; }
        public PartnersClient Partners { get; }

        /// <summary>What was proposed last.</summary>
        public JsonNode? Proposed { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            if (path.EndsWith("/places", StringComparison.Ordinal))
                return Answer(HttpStatusCode.OK, $$"""{"items":[{"id":"{{Hall}}","name":{"fi":"Sali"},"shared":false}],"next":null}""");
            if (path.EndsWith("/invitation", StringComparison.Ordinal))
                return Answer(HttpStatusCode.OK, """{"organisationName":{"fi":"Roda ry"},"expiresAt":"2026-12-31T00:00:00Z"}""");
            Proposed = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["proposal"];
            return Answer(HttpStatusCode.Accepted, $$"""{"id":"{{Hall}}","state":"received"}""");
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, string json) =>
            new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
