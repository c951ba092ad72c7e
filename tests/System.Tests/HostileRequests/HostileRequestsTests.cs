using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Kivenkolo.Testing.HostileRequests;
using static Kivenkolo.SystemTests.Story;

namespace Kivenkolo.SystemTests.HostileRequests;

/// <summary>Alone on the system, so that whatever changes meanwhile was written by a hostile request.</summary>
[Collection(nameof(AloneOnTheSystem))]
public sealed class HostileRequestsTests(RunningSystem system)
{
    /// <summary>Set to a number, the very same requests are sent again.</summary>
    private const string SeedVariable = "KIVENKOLO_SEED";

    private const int AtOnce = 12;
    private const int Shown = 30;

    [Fact]
    public Task A_thousand_malformed_requests_are_each_turned_away_with_a_problem_that_names_the_field_and_leave_no_trace() => AreTurnedAway(1_000);

    [Fact]
    [Endurance]
    public Task Twenty_thousand_malformed_requests_are_each_turned_away_with_a_problem_that_names_the_field_and_leave_no_trace() => AreTurnedAway(20_000);

    private async Task AreTurnedAway(int count)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");
        using var resident = Client();
        using var partner = await system.Client(system.Partner, "proposals:write proposals:read webhooks:write");
        using var administration = await system.Client(system.Administration, "administration");
        var tokens = new Dictionary<Caller, string?>
        {
            [Caller.Resident] = null,
            [Caller.Partner] = partner.DefaultRequestHeaders.Authorization!.Parameter,
            [Caller.Administration] = administration.DefaultRequestHeaders.Authorization!.Parameter,
        };
        var rows = new Rows(system);
        await rows.AwaitRest(TimeSpan.FromMinutes(3));
        var contents = await rows.Read();

        var wrong = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(new Generator(Operation.ReadAll(), seed).Make(count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (request, ct) =>
        {
            using var message = request.ToMessage(system.Address);
            if (tokens[request.Caller] is { } token) message.Headers.Authorization = new("Bearer", token);
            using var answer = await resident.SendAsync(message, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, before) => before + 1);
            if (request.WhatIsWrong(answer, text) is { } what)
                wrong.Enqueue($"{what}\n    {request}\n    {(int)answer.StatusCode} {answer.Content.Headers.ContentType} {HostileRequest.Shortened(text)}");
        });
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} requests in {System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: "
                + $"{string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} × {s.Key}"))}"));

        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {count} with {SeedVariable}={seed}:\n{string.Join('\n', wrong.Take(Shown))}");
        Assert.Empty(TableContents.Differences(contents, await rows.Read()));
        Assert.InRange(statuses.Count(status => status.Value > 0), 4, 20);
    }

    [Fact]
    public async Task A_single_write_and_a_wrong_answer_would_be_seen()
    {
        var rows = new Rows(system);
        await rows.AwaitRest(TimeSpan.FromSeconds(20));
        var before = await rows.Read();
        using var resident = system.Client();
        await resident.Post($"{Participation}/ideas", new { text = "Voisiko penkin maalata?", language = "fi" });
        Assert.Contains(TableContents.Differences(before, await rows.Read()), difference => difference.Contains("ideas", StringComparison.Ordinal));

        var operation = Array.Find(Operation.ReadAll(), o => o.Id == "SubmitIdea")!;
        var request = new HostileRequest(operation, Caller.Resident, "/", [], null, "text", []);
        Assert.NotNull(Judged(HttpStatusCode.OK, "{}"));
        Assert.NotNull(Judged(HttpStatusCode.InternalServerError, "{}"));
        Assert.NotNull(Judged(HttpStatusCode.BadRequest, "{}"));
        Assert.NotNull(Judged(HttpStatusCode.BadRequest, """{"type":"t","title":"t","status":400,"errors":{"Text":["no"]}}"""));
        Assert.Null(Judged(HttpStatusCode.BadRequest, """{"type":"t","title":"t","status":400,"errors":{"text":["no"]}}"""));

        string? Judged(HttpStatusCode status, string body)
        {
            using var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/problem+json") };
            return request.WhatIsWrong(answer, body);
        }
    }

    [Fact]
    public async Task The_body_that_each_hostile_one_is_made_from_is_itself_welcome()
    {
        using var administration = await system.Client(system.Administration, "administration");
        foreach (var request in new Generator(Operation.ReadAll(), 1).Welcome())
        {
            using var message = request.ToMessage(system.Address);
            message.Headers.Authorization = administration.DefaultRequestHeaders.Authorization;
            using var answer = await administration.SendAsync(message);
            Assert.False(answer.StatusCode == HttpStatusCode.BadRequest, $"{request}\n{await answer.Content.ReadAsStringAsync()}");
        }
    }

    private HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = AtOnce * 2,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    { BaseAddress = system.Address, Timeout = TimeSpan.FromSeconds(40) };
}
