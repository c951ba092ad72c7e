using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.Testing.HostileRequests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Kivenkolo.Testing;

/// <summary>
/// What every service promises, shown of each in the same way: who is let in, what is documented, that bad bodies are turned away and leave nothing, that a
/// space
/// sees nothing of another, that personal data is where it belongs and nowhere else. A service's test project inherits it once and says how a space is filled.
/// </summary>
/// <param name="service">The service, used by no test beside these while they run.</param>
/// <param name="servers">Where another one is started for what has to be looked at from the beginning.</param>
public abstract partial class ServiceContract<TProgram, TDb>(ServiceUnderTest<TProgram> service, PrivateServers servers) where TProgram : class where TDb
    : DbContext
{
    private const string Here = "contract-here", Elsewhere = "contract-elsewhere";
    private const int HostileBodiesForEach = 40;
    private static readonly string[] PartnerScopes = ["proposals:write", "proposals:read", "webhooks:write"];

    /// <summary>What a test puts into each text that everyone of the space may read.</summary>
    protected const string Text = "vain meidan talossa";

    /// <summary>What a test puts into each name, address and answer of a person; good within an e-mail address.</summary>
    protected static readonly string Person = $"canary{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    /// <summary>The columns, as <c>table.column</c>, that personal data belongs in.</summary>
    protected abstract string[] PersonalColumns { get; }

    /// <summary>By the names of their slices, those that learn the space otherwise than from the route.</summary>
    protected virtual IReadOnlyDictionary<string, SpaceNamedWithin> Within => new Dictionary<string, SpaceNamedWithin>();

    private static string Name => typeof(TProgram).Assembly.GetName().Name!;

    private static ManifestLine[] Manifest => AccessTable.Committed(Name);

    /// <summary>Opens a space, or finds it open; returns its id.</summary>
    protected virtual async Task<Guid> Open(ServiceUnderTest<TProgram> service, string slug) =>
        await service.Scalar("select id from spaces where slug = $1", slug) as Guid? ?? await service.OpenSpace(slug);

    /// <summary>
    /// Puts one of everything into a space, with <see cref="Text"/> in each text and <see cref="Person"/> wherever a person is. Returns by the name of the
    /// route's
    /// parameter what names each, for every parameter of every route of a space.
    /// </summary>
    protected abstract Task<Dictionary<string, string>> Fill(ServiceUnderTest<TProgram> service, string slug, Guid id);

    [Fact]
    public async Task Nobody_is_let_in_whom_the_manifest_does_not_allow_and_everybody_is_whom_it_allows() => Assert.Empty(await AccessViolations(Manifest));

    [Fact]
    public async Task An_endpoint_that_is_more_open_or_more_closed_than_the_manifest_says_is_found()
    {
        var open = Array.Find(Manifest, line => line.Access == "everyone")!;
        var closed = Array.Find(Manifest, line => line.Access != "everyone" && !Within.ContainsKey(line.Name))!;

        Assert.Contains(await AccessViolations([open with { Access = "administration" }]), found =>
            found.Contains("as nobody: let in", StringComparison.Ordinal));
        Assert.Contains(await AccessViolations([closed with { Access = "everyone" }]), found => found.Contains("as nobody: 401", StringComparison.Ordinal));
    }

    [Fact]
    public Task Every_endpoint_states_who_may_call_it_and_how_often_as_committed() => EndpointManifest.Compare(service.Services, Name);

    [Fact]
    public async Task The_OpenAPI_document_is_the_committed_one()
    {
        using var client = service.Client();
        await OpenApiSnapshot.Compare(client, Name);
    }

    [Fact]
    public async Task The_model_has_no_change_without_a_migration()
    {
        await using var scope = service.Services.CreateAsyncScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<TDb>().Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task The_kinds_of_jobs_and_deliveries_are_the_committed_ones()
    {
        if (HasJobs) await QueuedKinds.Compare(service.Services, Name);
        else Assert.False(File.Exists(Checkout.Path("services", Name, "kinds.json")));
    }

    [Fact]
    public async Task Every_malformed_body_is_turned_away_with_a_problem_that_names_the_field_and_leaves_no_trace()
    {
        await Open(service, "kivenkolo"); // the one that the generator names
        var operations = Operation.Read(Name);
        var generator = new Generator(operations, RandomNumberGenerator.GetInt32(int.MaxValue));
        using var resident = service.Client();
        using var partner = service.AsPartner("kivenkolo", Guid.CreateVersion7(), PartnerScopes);
        using var administration = service.AsAdministration();
        await AtRest(service, null);
        var before = await TableContents.Read(service.ConnectionString);
        var wrong = new List<string>();
        foreach (var request in generator.MakeBodies(HostileBodiesForEach * operations.Count(operation => operation.Body is not null)))
        {
            using var message = request.ToMessage();
            using var answer = await (request.Caller switch { Caller.Resident => resident, Caller.Partner => partner, _ => administration }).SendAsync(message);
            var text = await answer.Content.ReadAsStringAsync();
            if (request.WhatIsWrong(answer, text) is { } what)
                wrong.Add($"{what}\n    {request}\n    {(int)answer.StatusCode} {HostileRequest.Shortened(text)}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} with seed {generator.Seed}:\n{string.Join('\n', wrong.Take(20))}");
        Assert.Empty(TableContents.Differences(before, await TableContents.Read(service.ConnectionString)));

        // What the hostile ones are made from is itself well formed.
        foreach (var request in generator.Welcome())
        {
            using var message = request.ToMessage();
            using var answer = await administration.SendAsync(message);
            Assert.False(answer.StatusCode == HttpStatusCode.BadRequest, $"{request}\n{await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task A_space_never_sees_or_changes_what_is_anothers()
    {
        var (ours, theirs) = ($"ours-{RandomNumberGenerator.GetHexString(8, true)}", $"theirs-{RandomNumberGenerator.GetHexString(8, true)}");
        await Open(service, ours);
        var its = (Id: await Open(service, theirs), Slug: theirs);
        var ids = await Fill(service, its.Slug, its.Id);
        var parameters = Manifest.SelectMany(line => Parameter().Matches(line.Route).Where(_ => line.Route.Contains("{space}", StringComparison.Ordinal)))
            .Select(match => match.Groups[1].Value);
        Assert.Empty(parameters.Except([.. ids.Keys, "space"]));
        await AtRest(service, its);

        // With the ids of theirs at our address, by one who may do everything: nothing but the space itself keeps them apart.
        var before = await TableContents.Read(service.ConnectionString, its);
        await Write(ours, ids);
        Assert.Empty(await Reads(ours, ids));
        Assert.Empty(TableContents.Differences(before, await TableContents.Read(service.ConnectionString, its)));

        // At their own address the same calls see and change it.
        Assert.NotEmpty(await Reads(theirs, ids));
        await Write(theirs, ids);
        Assert.NotEmpty(TableContents.Differences(before, await TableContents.Read(service.ConnectionString, its)));
    }

    [Fact]
    public async Task Personal_data_is_where_it_belongs_and_in_no_other_column_event_log_span_or_metric()
    {
        using var detector = new LeakDetector(Person);
        await using var watched = await ServiceUnderTest<TProgram>.Start(servers, new TestSettings
        {
            Now = service.Clock?.GetUtcNow(),
            Services = services => services.AddSingleton<ILoggerProvider>(detector),
            Configuration = { ["Logging:LogLevel:Default"] = "Trace" },
        });
        await TableContents.KeepAllThatIsWritten(watched.ConnectionString);
        await Fill(watched, Here, await Open(watched, Here));
        await AtRest(watched, null);

        Assert.Equal(PersonalColumns.Order(StringComparer.Ordinal), await TableContents.ColumnsWith(watched.ConnectionString, Person));
        Assert.Empty(detector.Leaks);
        Assert.All((string[])["log", "span", "metric"], kind => Assert.True(detector.Seen.GetValueOrDefault(kind) > 0, $"no {kind} was looked at"));

        // What would leak is found.
        watched.Services.GetRequiredService<ILoggerFactory>().CreateLogger("leak").LogWarning("{Address}", Person);
        using var source = new ActivitySource("leak");
        using (var span = source.StartActivity("x")) span!.SetTag("address", Person);
        using var meter = new Meter("leak");
        meter.CreateCounter<long>("x").Add(1, new KeyValuePair<string, object?>("address", Person));
        await watched.Query($"create table leak as select '{Person}'::bytea as contents");
        Assert.Equal(["log", "metric", "span"], detector.Leaks.Select(leak => leak.Split(' ')[0]).Distinct().Order());
        Assert.Contains("leak.contents", await TableContents.ColumnsWith(watched.ConnectionString, Person));
    }

    private async Task<string[]> AccessViolations(ManifestLine[] lines)
    {
        foreach (var slug in (string[])[Here, Elsewhere]) await Open(service, slug);
        return await AccessTable.Violations(service.Client, lines, Here, Elsewhere, Within);
    }

    /// <summary>The reading endpoints of a space whose answers hold what only the filled one has.</summary>
    private async Task<string[]> Reads(string space, Dictionary<string, string> ids)
    {
        var seen = new List<string>();
        foreach (var line in OfASpace("GET"))
        {
            var (address, _) = await Target(line, space, ids);
            foreach (var client in LetIn(line, space, ids))
            {
                using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode < 500, $"{line.Name}: {(int)answer.StatusCode} {text}");
                if (text.Contains(Text, StringComparison.OrdinalIgnoreCase) || text.Contains(Person, StringComparison.OrdinalIgnoreCase)) seen.Add(line.Name);
            }
        }
        return [.. seen];
    }

    /// <summary>Calls every writing endpoint of a space with a good body, in which the ids stand as well.</summary>
    private async Task Write(string space, Dictionary<string, string> ids)
    {
        var operations = Operation.Read(Name).ToDictionary(operation => operation.Id);
        foreach (var line in OfASpace("PUT", "POST", "DELETE"))
        {
            var (address, body) = await Target(line, space, ids);
            if (body is null && operations.GetValueOrDefault(line.Name) is { Body: { } schema } operation)
            {
                body = Examples.Of(operation);
                foreach (var (name, id) in ids)
                    if (operation.Resolve(schema)["properties"]?[name] is not null) body[name] = id;
            }
            foreach (var client in LetIn(line, space, ids))
            {
                using var request = new HttpRequestMessage(new HttpMethod(line.Verb), new Uri(address, UriKind.Relative));
                if (line.Verb != "DELETE") request.Content = JsonContent.Create(body ?? new JsonObject());
                using var answer = await client.SendAsync(request);
                Assert.True((int)answer.StatusCode < 500, $"{line.Name}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    private async Task<(string Address, JsonNode? Body)> Target(ManifestLine line, string space, Dictionary<string, string> ids)
    {
        if (Within.TryGetValue(line.Name, out var named))
        {
            var (address, body) = await named.Naming(space);
            return (address, JsonSerializer.SerializeToNode(body));
        }
        return (Parameter().Replace(line.Route, match => match.Groups[1].Value == "space" ? space : Uri.EscapeDataString(ids[match.Groups[1].Value])), null);
    }

    // The operator, whom nothing but the space keeps from anything, and where partners are let in the same partner.
    private IEnumerable<HttpClient> LetIn(ManifestLine line, string space, Dictionary<string, string> ids)
    {
        yield return service.AsAdministration();
        if (line.Access.Contains("partner(", StringComparison.Ordinal) && ids.TryGetValue("organisationId", out var organisation))
            yield return service.AsPartner(space, Guid.Parse(organisation), PartnerScopes);
    }

    private IEnumerable<ManifestLine> OfASpace(params string[] verbs) => Manifest.Where(line =>
        verbs.Contains(line.Verb) && (line.Route.Contains("{space}", StringComparison.Ordinal) || Within.ContainsKey(line.Name)));

    private bool HasJobs => service.Services.GetService<JobRegistration>() is not null;

    // Unchanged for a while, with nothing to be told and nothing due: what comes of the filling is then not taken for a write.
    private const string PutOffRetries = """
        do $$ begin
            if to_regclass('deliveries') is not null then
                update deliveries set next_attempt_at = 'infinity'
                where outcome is null and lease_id is null and attempts > 0 and next_attempt_at <> 'infinity';
            end if;
        end $$
        """;

    private async Task AtRest(ServiceUnderTest<TProgram> service, (Guid Id, string Slug)? space)
    {
        var (last, since) = ("", Stopwatch.GetTimestamp());
        await Eventually.Become(async () =>
        {
            var due = !HasJobs ? 0L : await service.Scalar(
                "select (select count(*) from outbox where parked_at is null) + (select count(*) from jobs where parked_at is null and due_at <= $1)",
                service.Clock?.GetUtcNow() ?? TimeProvider.System.GetUtcNow());
            // What could not be delivered at first would be tried again in the middle of the test.
            if (HasJobs) await service.Scalar(PutOffRetries);
            var now = string.Join('\n', (await TableContents.Read(service.ConnectionString, space)).Select(table => $"{table.Key} {table.Value}"));
            if (now != last) (last, since) = (now, Stopwatch.GetTimestamp());
            return due is 0L && Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(1.5);
        }, $"{Name} is at rest", TimeSpan.FromSeconds(60));
    }

    [GeneratedRegex(@"\{(\w+)(?::[^}]*)?\}")]
    private static partial Regex Parameter();
}
