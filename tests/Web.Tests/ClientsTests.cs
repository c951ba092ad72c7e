using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Kivenkolo.Clients.Communications;
using Kivenkolo.Clients.Participation;

namespace Kivenkolo.Web.Tests;

/// <summary>What the generated clients send and read; a stand-in answers in place of the service.</summary>
public sealed class ClientsTests
{
    private static readonly Guid Id = Guid.Parse("01930000-0000-7000-8000-000000000100");

    private const string NewerMeeting = """
        {"id":"01930000-0000-7000-8000-000000000100","date":"2026-12-01","start":"14:00","title":null,"state":"streamed",
         "presentCount":null,"carriedOver":null,"agenda":[],"decisions":[],
         "stream":{"address":"https://stream.example"}}
        """;

    [Fact]
    public async Task A_member_and_a_state_that_a_newer_service_adds_are_read_over()
    {
        var service = new Service(_ => Json(NewerMeeting));
        var meeting = (await service.Participation.ReadMeeting("kivenkolo", Id, Ct)).Value;
        Assert.Equal((MeetingState.Unknown, new TimeOnly(14, 0), null), (meeting?.State, meeting?.Start, meeting?.Title));
    }

    [Theory]
    [InlineData("\"date\":\"2026-12-01\",", "")]
    [InlineData("\"agenda\":[]", "\"agenda\":null")]
    [InlineData("\"14:00\"", "\"14:00:00\"")]
    public async Task What_a_service_promises_and_does_not_keep_is_no_value_by_silence(string promised, string kept)
    {
        var service = new Service(_ => Json(NewerMeeting.Replace(promised, kept, StringComparison.Ordinal)));
        var meeting = await service.Participation.ReadMeeting("kivenkolo", Id, Ct);
        Assert.True(meeting is { IsThere: false, IsAway: true });
    }

    [Fact]
    public async Task A_refusal_tells_its_type_its_status_its_language_and_what_is_wrong_by_field()
    {
        var service = new Service(_ => new(HttpStatusCode.UnprocessableEntity)
        {
            Content = new StringContent(
                """{"type":"urn:kivenkolo:participation:meeting-late","title":"För sent","status":422,"traceId":"1","errors":{"date":["Förbi"]}}""",
                Encoding.UTF8, "application/problem+json")
            { Headers = { ContentLanguage = { "sv" } } },
        });
        var answer = await service.Participation.CallMeeting("kivenkolo", Id, new() { Date = new(2026, 12, 1), Start = new(14, 0) }, ct: Ct);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:kivenkolo:participation:meeting-late", "För sent", "sv"),
            (answer.Status, answer.Problem?.Type, answer.Problem?.Title, answer.Problem?.Language));
        Assert.Equal(["Förbi"], answer.Problem!.Errors["date"]);
        Assert.True(answer.Problem.IsFor("sv") && answer.Problem.Is("meeting-late"));
    }

    [Fact]
    public async Task A_request_is_sent_as_the_document_says()
    {
        var service = new Service(_ => Json("{}"));
        await service.Participation.CallMeeting("kivenkolo", Id, new() { Date = new(2026, 12, 1), Start = new(9, 5) }, "\"7\"", Ct);
        Assert.Equal(
            ("PUT", $"/api/participation/v1/spaces/kivenkolo/meetings/{Id}", """{"date":"2026-12-01","start":"09:05"}""", "\"7\"", null), service.Last);
        await service.Communications.Subscribe("a/b?c", new() { Email = "a@b.example", Language = "fi", Topics = [Topic.Weekly, Topic.Urgent] }, "one", Ct);
        Assert.Equal(("POST", "/api/communications/v1/spaces/a%2Fb%3Fc/subscriptions",
            """{"email":"a@b.example","language":"fi","topics":["weekly","urgent"]}""", null, "one"), service.Last);
        await service.Participation.ShowFigures("kivenkolo", from: new(2026, 1, 31), ct: Ct);
        Assert.Equal("/api/participation/v1/spaces/kivenkolo/figures?from=2026-01-31", service.Last.Path);
    }

    [Fact]
    public void A_value_that_is_not_known_cannot_be_sent() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonSerializer.Serialize(new { Face = Clients.Participation.Face.Unknown }, ApiJson.Options));

    [Fact]
    public async Task A_list_is_read_to_its_end_a_page_at_a_time()
    {
        var service = new Service(asked => Numbers(asked, of: 230));
        var read = new List<string>();
        await foreach (var decision in service.Participation.ListDecisions("kivenkolo", Ct)) read.Add(decision.Number);
        Assert.Equal(Enumerable.Range(0, 230).Select(number => $"{number}"), read);
        Assert.Equal(3, service.Asked);
    }

    [Fact]
    public async Task A_list_that_is_longer_than_its_maximum_says_that_there_is_more()
    {
        var service = new Service(asked => Numbers(asked, of: 230));
        var some = (await service.Participation.ListDecisions("kivenkolo", Ct).UpTo(150)).Value;
        Assert.Equal((150, "150"), (some?.Items.Count, some?.Next));
        var all = (await service.Participation.ListDecisions("kivenkolo", Ct).UpTo(230)).Value;
        Assert.Equal((230, null), (all?.Items.Count, all?.Next));
    }

    [Fact]
    public async Task A_list_of_which_one_page_does_not_come_is_none()
    {
        var service = new Service(asked => asked.Contains("after=", StringComparison.Ordinal) ? new(HttpStatusCode.ServiceUnavailable)
            : Numbers(asked, of: 230));
        Assert.True((await service.Participation.ListDecisions("kivenkolo", Ct).UpTo(1000)).IsAway);
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            await foreach (var _ in service.Participation.ListDecisions("kivenkolo", Ct)) { }
        });
    }

    [Fact]
    public void The_limits_of_requests_are_those_of_the_documents()
    {
        Assert.Equal((2000, 120, 200), (SubmitIdeaRequest.TextMaxLength, SubmitIdeaRequest.TitleMaxLength, AddToAgendaRequest.TitleMaxLength));
        Assert.Equal((0, 1000), (CloseMeetingRequest.PresentMin, CloseMeetingRequest.PresentMax));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static HttpResponseMessage Json(string json) => new(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    // Decisions 0, 1, 2 …, as many in a page as are asked for.
    private static HttpResponseMessage Numbers(string query, int of)
    {
        var asked = System.Web.HttpUtility.ParseQueryString(query);
        var (first, limit) = (int.Parse(asked["after"] ?? "0", null), int.Parse(asked["limit"] ?? "50", null));
        var decision = new MeetingDecisionResponse
        {
            Id = Id, Number = "", DecidedOn = new(2026, 12, 1), Text = new("fi", "Kokeillaan."), Method = DecisionMethod.Lot, MeetingId = Id,
            AgendaItemId = Id, FromIdea = false, ExperimentId = null,
        };
        var items = Enumerable.Range(first, Math.Min(limit, of - first)).Select(number => decision with { Number = $"{number}" }).ToArray();
        return new(HttpStatusCode.OK)
        {
            Content = JsonContent.Create(new Page<MeetingDecisionResponse>(items, first + limit < of ? $"{first + limit}" : null),
            options: ApiJson.Options)
        };
    }

    private sealed class Service : HttpMessageHandler
    {
        private readonly Func<string, HttpResponseMessage> answer;

        public Service(Func<string, HttpResponseMessage> answer)
        {
            this.answer = answer;
            var http = new HttpClient(this) { BaseAddress = new("http://localhost") };
            (Participation, Communications) = (new(http), new(http));
        }

        public ParticipationClient Participation { get; }
        public CommunicationsClient Communications { get; }
        public int Asked { get; private set; }
        public (string Method, string Path, string Body, string? IfMatch, string? Key) Last { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            Last = (request.Method.Method, request.RequestUri!.PathAndQuery, request.Content is null ? ""
                : await request.Content.ReadAsStringAsync(cancellationToken),
                request.Headers.IfMatch.SingleOrDefault()?.ToString(), request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null);
            return answer(request.RequestUri.Query);
        }
    }
}
