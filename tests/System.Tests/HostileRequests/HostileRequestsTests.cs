using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using static Kivenkolo.SystemTests.Story;

namespace Kivenkolo.SystemTests.HostileRequests;

/// <summary>Alone on the system, so that whatever changes meanwhile was written by a hostile request.</summary>
[Collection(nameof(AloneOnTheSystem))]
public sealed class HostileRequestsTests(RunningSystem system)
{
    /// <summary>Set to a number, the very same requests are sent again.</summary>
    private const string SeedVariable = "KIVENKOLO_SEED";

    private const int Count = 20_000;
    private const int AtOnce = 12;
    private const int Shown = 30;

    [Fact]
    public async Task Twenty_thousand_malformed_requests_are_each_turned_away_with_a_problem_that_names_the_field_and_leave_no_trace()
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
        var before = await rows.Read();

        var wrong = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(new Generator(Operation.ReadAll(), seed).Make(Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (request, ct) =>
        {
            using var message = request.ToMessage(system.Address);
            if (tokens[request.Caller] is { } token) message.Headers.Authorization = new("Bearer", token);
            using var answer = await resident.SendAsync(message, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
            if (WhatIsWrong(request, answer, text) is { } what)
                wrong.Enqueue($"{what}\n    {request}\n    {(int)answer.StatusCode} {answer.Content.Headers.ContentType} {HostileRequest.Shortened(text)}");
        });
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Count} requests in {System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} × {s.Key}"))}"));

        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {Count} with {SeedVariable}={seed}:\n{string.Join('\n', wrong.Take(Shown))}");
        Assert.Empty(Rows.Differences(before, await rows.Read()));
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
        Assert.Contains(Rows.Differences(before, await rows.Read()), difference => difference.Contains("ideas", StringComparison.Ordinal));

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
            return WhatIsWrong(request, answer, body);
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

    private static string? WhatIsWrong(HostileRequest request, HttpResponseMessage answer, string text)
    {
        var status = (int)answer.StatusCode;
        if (status is < 400 or > 499) return "not a 4xx";
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) return "the limits are in the way";
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json") return "not a problem document";
        using var problem = JsonDocument.Parse(text);
        var root = problem.RootElement;
        if (!IsText(root, "type") || !IsText(root, "title") || !root.TryGetProperty("status", out var told) || told.GetInt32() != status) return "no type, title or status";
        if (request.Field is not { } field) return null;
        if (!root.TryGetProperty("errors", out var errors)) return $"names no field instead of {field}";
        return errors.EnumerateObject().Any(error => Names(error.Name, field)) ? null : $"does not name {field}";
    }

    // The field itself, or a part of it: title.fi, scope[2].
    private static bool Names(string error, string field) =>
        error == field || error.StartsWith($"{field}.", StringComparison.Ordinal) || error.StartsWith($"{field}[", StringComparison.Ordinal);

    private static bool IsText(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0;

    private HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = AtOnce * 2,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    { BaseAddress = system.Address, Timeout = TimeSpan.FromSeconds(40) };
}
