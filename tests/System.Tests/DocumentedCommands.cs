using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Kivenkolo.SystemTests.Story;

namespace Kivenkolo.SystemTests;

/// <summary>What the documents say one can paste does what they say.</summary>
public sealed partial class DocumentedCommands(RunningSystem system)
{
    [Fact]
    public async Task The_requests_of_the_partner_API_can_be_pasted_in_order_into_one_shell()
    {
        await using var roda = await WebhookReceiver.Start();
        var folder = Directory.CreateTempSubdirectory("kivenkolo-partner-");
        var script = string.Join('\n', BlocksOf("docs/partner-api.md"));
        var result = await Command.Try("bash", ["-c", script], new()
        {
            ["ADDRESS"] = system.Address.ToString().TrimEnd('/'),
            ["CLIENT_ID"] = system.Partner.ClientId,
            ["CLIENT_SECRET"] = system.Partner.ClientSecret,
            ["WEBHOOK_URL"] = roda.Url,
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        }, TimeSpan.FromMinutes(3), folder.FullName);
        folder.Delete(recursive: true);
        Assert.True(result.ExitCode == 0, $"{result.Output}\n{result.Errors}");
        Assert.Matches("proposal [0-9a-f-]{36}", result.Output);

        // What the document promises at the endpoint: the test message, signed with the secret that was shown once.
        await Eventually.Become(() =>
            Task.FromResult(roda.Arrivals.Any(a => a.Body.Contains("webhook.ping", StringComparison.Ordinal))), "the test message arrives");
    }

    [Fact]
    public async Task The_requests_for_the_region_can_be_pasted_in_order_into_one_shell_and_see_the_whole_programme()
    {
        var result = await Command.Try("bash", ["-c", string.Join('\n', BlocksOf("docs/linked-events.md"))],
            new() { ["ADDRESS"] = system.Address.ToString().TrimEnd('/') });
        Assert.True(result.ExitCode == 0, $"{result.Output}\n{result.Errors}");
        // Demo's eleven, and what other tests have planned meanwhile.
        Assert.InRange(Regex.Count(result.Output, "^kivenkolo:[0-9a-f-]{36}\t", RegexOptions.Multiline), 11, 100);
    }

    [Fact]
    public async Task A_step_of_the_partner_API_that_goes_wrong_ends_the_script()
    {
        var script = string.Join('\n', BlocksOf("docs/partner-api.md"));
        var result = await Command.Try("bash", ["-c", script], new()
        {
            ["ADDRESS"] = system.Address.ToString().TrimEnd('/'), ["CLIENT_ID"] = system.Partner.ClientId, ["CLIENT_SECRET"] = "wrong",
        });
        Assert.NotEqual(0, result.ExitCode);
    }

    [Fact]
    public async Task The_commands_of_operations_run_on_the_running_system()
    {
        var blocks = BlocksOf("docs/operations.md");
        // On this machine the service is told what it needs by ./run maintain; the words after the program are those of the document.
        var migrate = Service().Match(Assert.Single(blocks, block => block.Contains("--migrate", StringComparison.Ordinal)));
        await Maintain(migrate);

        var replay = Service().Match(Assert.Single(blocks, block => block.Contains("--replay", StringComparison.Ordinal)));
        var queue = replay.Groups["rest"].Value.Split(' ')[^1];
        await Poison(queue);
        Assert.Contains($"1 messages put back into {queue}", (await Maintain(replay)).Output, StringComparison.Ordinal);

        var mistyped = await Command.Try(Checkout.Path("run"), ["maintain", "calendar", "--replay", "calendar-when-nothing"], system.Environment);
        Assert.Equal(1, mistyped.ExitCode);
        Assert.Contains("There is no queue calendar-when-nothing", mistyped.Errors, StringComparison.Ordinal);

        var folder = Directory.CreateTempSubdirectory("kivenkolo-backup-");
        try
        {
            var settings = await system.Servers();
            var backup = Assert.Single(blocks, block => block.Contains("pg_dump", StringComparison.Ordinal));
            var dumped = await Command.Try("bash", ["-euc", backup], new()
            {
                ["PGHOST"] = settings["POSTGRES_HOST"], ["PGPORT"] =
                    settings["POSTGRES_PORT"], ["PGUSER"] = settings["POSTGRES_USER"], ["PGPASSWORD"] = settings["POSTGRES_PASSWORD"],
            }, directory: folder.FullName);
            Assert.True(dumped.ExitCode == 0, dumped.Errors);
            Assert.Equal(6, folder.GetFiles("*.dump").Count(file => file.Length > 1000));
        }
        finally { folder.Delete(recursive: true); }

        Task<CommandResult> Maintain(Match command)
        {
            Assert.True(command.Success);
            string[] arguments = ["maintain", command.Groups["service"].Value.ToLowerInvariant(), .. command.Groups["rest"].Value.Split(' ')];
            return Command.Run(Checkout.Path("run"), arguments, system.Environment, TimeSpan.FromMinutes(2));
        }
    }

    [Fact]
    public async Task The_commands_that_the_README_names_are_there()
    {
        var readme = await File.ReadAllTextAsync(Checkout.Path("README.md"));
        var told = RunCommands().Matches(readme).Select(match => match.Groups[1].Value).Distinct().ToArray();
        Assert.Contains("status", told);
        var help = (await Command.Run(Checkout.Path("run"), ["help"])).Output;
        foreach (var word in told) Assert.Contains(word, help, StringComparison.Ordinal);

        var status = await Command.Run(Checkout.Path("run"), ["status"], system.Environment);
        Assert.Contains(system.Address.ToString().TrimEnd('/'), status.Output, StringComparison.Ordinal);
        foreach (var project in TestProjects().Matches(readme).Select(match => match.Value)) Assert.True(Directory.Exists(Checkout.Path(project)), project);
        foreach (var script in new[] { "run", "test" }) await Command.Run("test", ["-x", Checkout.Path(script)]);
    }

    /// <summary>Puts into the queue what nobody can read, and waits until it has failed for good.</summary>
    private async Task Poison(string queue)
    {
        var settings = await system.Servers();
        using var broker = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(settings["MANAGEMENT"]) };
        broker.DefaultRequestHeaders.Authorization =
            new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings["RABBITMQ_USER"]}:{settings["RABBITMQ_PASSWORD"]}")));
        await broker.Post("/api/exchanges/%2F/amq.default/publish", new
        {
            routing_key = queue, payload = "no envelope", payload_encoding = "string", properties = new { content_type = "application/vnd.masstransit+json" },
        });
        await Eventually.Become(async () =>
        {
            using var answer = await broker.GetAsync(new Uri($"/api/queues/%2F/{queue}_error", UriKind.Relative));
            return answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["messages"]?.GetValue<int>() == 1;
        }, "it ends in _error", TimeSpan.FromSeconds(60));
    }

    private static string[] BlocksOf(string document) =>
        [.. Block().Matches(File.ReadAllText(Checkout.Path(document.Split('/')))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("^```bash\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^dotnet (?<service>\w+)\.dll (?<rest>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Service();

    [GeneratedRegex(@"\./run (?:--)?(\w+)")]
    private static partial Regex RunCommands();

    [GeneratedRegex(@"tests/\w+\.Tests")]
    private static partial Regex TestProjects();
}
