using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Identity;
using Kivenkolo.Web.Hours;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Kivenkolo.Web.Tests;

/// <summary>Who can be named as a supervisor; a stand-in answers for Calendar and Identity.</summary>
public sealed class SupervisorTests
{
    private const string Me = "01930000-0000-7000-8000-000000000001";
    private const string Liisa = "01930000-0000-7000-8000-000000000002";
    private const string Student = "01930000-0000-7000-8000-000000000003";

    private static readonly Guid Activity = Guid.Parse("01930000-0000-7000-8000-000000000100");

    [Fact]
    public async Task Another_supervisor_is_chosen_by_name_from_those_who_could_be_one()
    {
        var house = new House();
        var page = Assert.IsType<RazorComponentResult<SupervisorPage>>(
            await NameSupervisor.Show(Activity, null, house.Reader, house.Calendar, house.Identity, TestContext.Current.CancellationToken));
        Assert.Equal("Liisa", Assert.Single(Assert.IsType<IReadOnlyList<StaffResponse>>(page.Parameters["Others"], exactMatch: false)).Name);

        await Send(house, Liisa);
        Assert.Equal((Liisa, "Liisa"), ((string?)house.Named!["subject"], (string?)house.Named["name"]));
    }

    [Theory]
    [InlineData(Student)]
    [InlineData("")]
    public async Task One_who_could_not_be_a_supervisor_is_not_named(string subject)
    {
        var house = new House();
        var page = Assert.IsType<RazorComponentResult<SupervisorPage>>(await Send(house, subject));
        Assert.Equal("subject", Assert.Single(Assert.IsType<Posted>(page.Parameters["Posted"]).Errors).Key);
        Assert.Null(house.Named);
    }

    private static Task<IResult> Send(House house, string subject) => NameSupervisor.Handle(
        Activity, new FormCollection(new Dictionary<string, StringValues> { ["subject"] = subject }), house.Reader, house.Calendar, house.Identity,
            TestContext.Current.CancellationToken);

    private sealed class House : HttpMessageHandler
    {
        public House()
        {
            Reader = new(TimeProvider.System);
            Reader.Reads("fi");
            Reader.IsAt("kivenkolo", Samples.Space, "/hours", "http://localhost");
            Reader.Is(new ClaimsPrincipal(new ClaimsIdentity([new("sub", Me)], "test")), null);
            var http = new HttpClient(this) { BaseAddress = new("http://localhost") };
            (Calendar, Identity) = (new(http), new(http));
        }

        public Reader Reader { get; }
        public CalendarClient Calendar { get; }
        public IdentityClient Identity { get; }

        /// <summary>Who was named last.</summary>
        public JsonNode? Named { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Get) Named = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            return Answer(request.RequestUri!.AbsolutePath switch
            {
                "/account/v1/staff" => $$"""
                    {"items":[{"id":"{{Me}}","name":"Aino","email":"aino@talo.example","roles":["coordinator"]},
                        {"id":"{{Student}}","name":"Oppi","email":"oppi@talo.example","roles":["student"]},
                    {"id":"{{Liisa}}","name":"Liisa","email":"liisa@talo.example","roles":["viewer","facilitator"]}],"next":null}
                    """,
                var path when path.EndsWith("/supervisor", StringComparison.Ordinal) => """{"subject":null,"name":null}""",
                _ => Samples.Json(Samples.Activity),
            });
        }

        private static HttpResponseMessage Answer(string json) =>
            new(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
