using System.Text.RegularExpressions;

namespace Kivenkolo.AppHost.Tests;

/// <summary>Where AppHost says another thing than the sources, the script that starts what it describes, and the documents.</summary>
internal static partial class Faults
{
    // What a process does without unless somebody deploys it otherwise; docs/operations.md tells of what may be.
    private static readonly string[] HasAValueOfItsOwn =
        ["Gateway__CacheMilliseconds", "Gateway__SilenceSeconds", "Identity__External", "Sources__Timeout", "Webhooks__Timeout"];

    private static readonly string[] Smtp = ["Smtp__Host", "Smtp__Port", "Smtp__UseTls", "Smtp__From", "Smtp__User", "Smtp__Password"];

    /// <summary>Every fault in one sentence each; none when all is well.</summary>
    public static async Task<string[]> Of(IDistributedApplicationTestingBuilder builder)
    {
        var all = await Described.Read(builder);
        var running = all.Where(process => process.Arguments is not ["--migrate"] && process.Name != "mailbox").ToArray();
        return
        [
            .. Processes(running), .. running.SelectMany(Connections), .. running.SelectMany(Calls), .. running.SelectMany(Keys),
            .. all.SelectMany(Ready), .. running.SelectMany(process => Migration(process, all)), .. Gateway(all, builder), .. Picture(builder),
        ];
    }

    // A folder with a Program.cs is a process, named after its project.
    private static IEnumerable<string> Processes(Described[] described)
    {
        var programs = Directory.EnumerateFiles(Checkout.Path("services"), "Program.cs", SearchOption.AllDirectories)
            .Append(Checkout.Path("gateway", "Program.cs"))
            .Select(program => Path.GetRelativePath(Checkout.Root, Path.GetDirectoryName(program)!)).ToArray();
        foreach (var program in programs.Where(program => !described.Any(process => process.Folder == program))) yield return $"{program} is not in AppHost";
        foreach (var process in described)
            if (!string.Equals(process.Name, Path.GetFileName(process.Folder), StringComparison.OrdinalIgnoreCase))
                yield return $"{process.Folder} is called {process.Name}";
    }

    private static IEnumerable<string> Connections(Described process)
    {
        var program = File.ReadAllText(Checkout.Path(process.Folder, "Program.cs"));
        string[] databases = [.. Database().Matches(program).Select(match => $"{match.Groups[1].Value}db")];
        string[] brokers = program.Contains("AddMessaging", StringComparison.Ordinal) ? ["messaging"] : [];
        foreach (var (opened, given) in new[] { (databases, process.Databases), (brokers, process.Brokers) })
            if (!opened.SequenceEqual(given)) yield return $"{process.Name} opens {string.Join(", ", opened)} and is given {string.Join(", ", given)}";
        if (brokers.Length > 0 && !process.Commands.Contains("replay")) yield return $"{process.Name} has no command to replay its messages";
    }

    // The gateway leads to every service, Web shows what they know, who takes tokens asks Identity for its keys, and Demo comes from outside.
    private static IEnumerable<string> Calls(Described process)
    {
        string[] services = ["calendar", "communications", "identity", "participation", "partners"];
        string[] expected = process.Name switch
        {
            "gateway" => [.. services, "web"],
            "web" => services,
            "demo" => ["gateway"],
            "identity" => [],
            _ => ["identity"],
        };
        foreach (var called in expected.Except(process.Calls)) yield return $"{process.Name} is not told where {called} is";
        foreach (var called in process.Calls.Except(expected)) yield return $"{process.Name} is told where {called} is";
    }

    // Each key that the process's own sources name as a literal, or by the name of the service whose keys are encrypted.
    private static IEnumerable<string> Keys(Described process)
    {
        var own = Literals(process.Folder).ToArray();
        foreach (var key in own.Where(key => !Told(key))) yield return $"{process.Name} reads {key} and is not told it";
        if (File.ReadAllText(Checkout.Path(process.Folder, "Program.cs")).Contains("AddMail()", StringComparison.Ordinal))
            foreach (var key in Smtp.Where(key => !Told(key))) yield return $"{process.Name} sends mail and is not told {key}";
        foreach (var key in (string[])["Public__Address", "Identity__Issuer", "ASPNETCORE_ENVIRONMENT"])
            if (!Told(key)) yield return $"{process.Name} is not told {key}";
        if (process.Keys.ContainsKey("ASPNETCORE_FORWARDEDHEADERS_ENABLED")) yield return $"{process.Name} believes anyone's X-Forwarded-For";
        var known = own.Concat(Literals("ServiceDefaults")).ToHashSet();
        foreach (var key in process.Keys.Keys
            .Where(key => Section().IsMatch(key) && !known.Any(read => key.StartsWith(read, StringComparison.Ordinal))))
            yield return $"{process.Name} is told {key} and reads no such key";

        bool Told(string key) =>
            HasAValueOfItsOwn.Contains(key) || process.Keys.Keys.Any(told => told == key || told.StartsWith($"{key}__", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Ready(Described process)
    {
        if (process.Listens != process.Health is ["/health"]) yield return $"{process.Name} has health checks {string.Join(", ", process.Health)}";
        foreach (var broker in process.Brokers.Where(broker => !process.Waits.Contains($"WaitUntilHealthy {broker}")))
            yield return $"{process.Name} does not wait for {broker}";
        if (process.Name == "demo")
            foreach (var service in (string[])["gateway", "identity", "partners", "calendar", "participation", "communications"])
                if (!process.Waits.Contains($"WaitUntilHealthy {service}")) yield return $"demo does not wait for {service}";
    }

    private static IEnumerable<string> Migration(Described service, Described[] all)
    {
        if (service.Databases is []) yield break;
        var migration = all.SingleOrDefault(process => process.Name == $"{service.Name}-migration");
        if (migration is null) yield return $"{service.Name} has no migration";
        else if (!service.Waits.Contains($"WaitForCompletion {migration.Name}")) yield return $"{service.Name} does not wait for its migration";
        else if (migration.Parent != service.Name) yield return $"{migration.Name} is not shown under its service";
        else if (!migration.Databases.SequenceEqual(service.Databases) || !migration.Waits.Contains($"WaitUntilHealthy {service.Databases[0]}"))
            yield return $"{migration.Name} does not wait for {service.Databases[0]}";
        else if (migration.Keys.Keys.Except(service.Keys.Keys).ToArray() is { Length: > 0 } more)
            yield return $"{migration.Name} is told {more[0]}, which its service is not";
        else if (service.Name == "identity" && service.Keys.Keys.Except(migration.Keys.Keys).Any(key => key.StartsWith("Bootstrap", StringComparison.Ordinal)))
            yield return $"{migration.Name} makes clients and is not told their secrets";
    }

    // One port: the gateway's, that of the public address, and that of ./run.
    private static IEnumerable<string> Gateway(Described[] all, IDistributedApplicationTestingBuilder builder)
    {
        var open = builder.Resources
            .SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => (resource.Name, Endpoint: endpoint)))
            .Where(pair => pair.Endpoint.IsExternal).ToArray();
        var address = builder.Resources.OfType<ParameterResource>().Single(parameter => parameter.Name == "public-address").Default?.GetDefaultValue();
        if (open is not [{ Name: "gateway", Endpoint.Port: { } port }]) yield return $"the outside reaches {string.Join(", ", open.Select(pair => pair.Name))}";
        else if (address != $"http://localhost:{port}") yield return $"the public address is {address}, and the gateway is on {port}";
        else if (!Regex.IsMatch(File.ReadAllText(Checkout.Path("run")), $"^port={port}$", RegexOptions.Multiline))
            yield return $"./run listens elsewhere than on {port}";
        if (all.Single(process => process.Name == "gateway").Keys.GetValueOrDefault("Public__Address") != "{public-address.value}")
            yield return "the gateway has an address of its own";
    }

    // The picture of the containers in docs/architecture.md shows every resource that is not a value, a step on the way or Aspire's own.
    private static IEnumerable<string> Picture(IDistributedApplicationTestingBuilder builder)
    {
        var diagram = Diagrams().Matches(File.ReadAllText(Checkout.Path("docs", "architecture.md")))
            .Single(diagram => diagram.Value.Contains("subgraph house", StringComparison.Ordinal)).Value;
        return builder.Resources.Where(resource => resource is not ParameterResource or IResourceWithConnectionString).Select(resource => resource.Name)
            .Where(name => !StepOnTheWay().IsMatch(name) && !Regex.IsMatch(diagram, $@"\b{Regex.Escape(name)}[\[(]"))
            .Select(name => $"docs/architecture.md does not show {name}");
    }

    private static IEnumerable<string> Literals(string folder) => Directory.EnumerateFiles(Checkout.Path(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !NotRead().IsMatch(file)).SelectMany(file => Literal().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups[2].Success ? $"{match.Groups[2].Value}__KeyProtectionSecret" : match.Groups[1].Value)
        .Select(key => key.Replace(":", "__", StringComparison.Ordinal))
        .Distinct();

    [GeneratedRegex("\\.Add(?:Database<\\w+>|NpgsqlDataSource)\\(\"([a-z]+?)(?:db)?\"")]
    private static partial Regex Database();

    [GeneratedRegex("\"([A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)+)\"|AddProtectedKeys\\(\"(\\w+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("^(Identity|Bootstrap|Demo|Gateway|Public|Web)__")]
    private static partial Regex Section();

    [GeneratedRegex("/(bin|obj|Migrations)/")]
    private static partial Regex NotRead();

    [GeneratedRegex("-(migration|rebuilder)$")]
    private static partial Regex StepOnTheWay();

    [GeneratedRegex("```mermaid.*?```", RegexOptions.Singleline)]
    private static partial Regex Diagrams();
}
