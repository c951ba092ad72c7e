using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Participation.Tests;
using Kivenkolo.ServiceDefaults.Access;

[assembly: AssemblyFixture(typeof(House))]

namespace Kivenkolo.Participation.Tests;

/// <summary>The service, whole, at noon of Monday 23 November 2026 in Helsinki; each test has a space of its own in it.</summary>
public sealed class House : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 11, 23);

    private readonly PrivateServers servers = new();
    private int homes;

    public PrivateServers Servers => servers;

    public ServiceUnderTest<Program> Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await servers.InitializeAsync();
        Service = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = Now });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await servers.DisposeAsync();
    }

    /// <summary>Starts the service once more, with settings of the test's own.</summary>
    public Task<ServiceUnderTest<Program>> Another(TestSettings settings) => ServiceUnderTest<Program>.Start(servers, settings);

    public async Task<Home> Open()
    {
        var slug = $"house-{Interlocked.Increment(ref homes)}";
        return new Home(Service, slug, await Service.OpenSpace(slug));
    }
}

/// <summary>One space and the people in it.</summary>
public sealed class Home(ServiceUnderTest<Program> service, string slug, Guid id)
{
    public ServiceUnderTest<Program> Service => service;

    public string Slug => slug;

    public Guid Id => id;

    public string Root => $"/api/participation/v1/spaces/{slug}";

    public HttpClient Resident { get; } = service.Client();

    public HttpClient Coordinator { get; } = service.AsCoordinator(slug);

    public HttpClient Facilitator { get; } = service.As(Role.Facilitator, slug);

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public static LocalizedText Text(string finnish) => new("fi", finnish);

    public Task<Answer> Get(HttpClient who, string path) => Send(who, HttpMethod.Get, path, null);

    public Task<Answer> Put(HttpClient who, string path, object body) => Send(who, HttpMethod.Put, path, body);

    public Task<Answer> Post(HttpClient who, string path, object body, string? key = null) => Send(who, HttpMethod.Post, path, body, ("Idempotency-Key", key));

    public async Task<Answer> Send(HttpClient who, HttpMethod verb, string path, object? body, params (string Name, string? Value)[] headers)
    {
        using var response = await who.Send(verb, $"{Root}/{path}", body, headers);
        return await response.Read();
    }

    public async Task<Guid> SendIdea(string text = "Lauletaan yhdessä") =>
        (Guid)(await Post(Resident, "ideas", new { text, language = "fi-simple" })).Is(HttpStatusCode.Created)["id"]!;

    public async Task<Guid> CallMeeting(string date = "2026-11-25", string start = "14:00")
    {
        var meeting = NewId();
        (await Put(Coordinator, $"meetings/{meeting}", new { date, start })).Is(HttpStatusCode.Created);
        return meeting;
    }

    public async Task<Guid> AddItem(Guid meeting, string title = "Pihan penkit") =>
        (Guid)(await Post(Facilitator, $"meetings/{meeting}/agenda", new { title = Text(title) })).Is(HttpStatusCode.Created)["id"]!;

    public Task<Answer> Decide(Guid meeting, Guid item, string? key = null, object? experiment = null) => Post(Facilitator, $"meetings/{meeting}/decisions",
        new { agendaItemId = item, text = Text("Kokeillaan"), method = "consensus", experiment }, key);

    public async Task<JsonNode> Item(Guid meeting, Guid idea)
    {
        var agenda = (await Get(Resident, $"meetings/{meeting}")).Is(HttpStatusCode.OK)["agenda"]!.AsArray();
        return Assert.Single(agenda, item => (Guid?)item!["ideaId"] == idea)!;
    }

    public async Task<Guid> EndOccurrence(DateTimeOffset? end = null, Guid? occurrence = null)
    {
        var ended = end ?? House.Now.AddHours(-1);
        var occurrenceId = occurrence ?? NewId();
        await service.Publish(new OccurrenceEnded
        {
            SpaceId = id,
            OccurrenceId = occurrenceId,
            ActivityId = NewId(),
            Title = Text("Levyraati"),
            Start = ended.AddHours(-2),
            End = ended,
            OccurredAt = ended,
        });
        return (Guid)(await Eventually.Get(async () =>
            await Get(Resident, $"feedback-forms?occurrence={occurrenceId}") is { Status: HttpStatusCode.OK } found ? found.Body : null,
            "the form is there"))["id"]!;
    }

    public Task<Answer> AnswerForm(Guid form, string face = "good", string? sentence = null, string? key = null) =>
        Post(Resident, $"feedback-forms/{form}/answers", new { face, sentence }, key);

    /// <summary>Tells of a count and waits until it is held.</summary>
    public async Task<Guid> Count(int count, DateOnly from, DateOnly? to =
        null, string[]? scope = null, Guid? headcount = null, long version = 1, bool occurrence = false, int[]? counts = null)
    {
        var headcountId = headcount ?? NewId();
        await service.Publish(new HeadcountRecorded
        {
            SpaceId = id,
            HeadcountId = headcountId,
            OccurrenceId = occurrence ? NewId() : null,
            From = from,
            To = to ?? from,
            Scope = scope ?? [],
            Counts = counts,
            Count = count,
            Version = version,
            OccurredAt = House.Now,
        });
        await Eventually.Become(async () =>
            await service.Scalar("select 1 from headcounts where id = $1 and version >= $2", headcountId, version) is not null, "the count is held");
        return headcountId;
    }
}
