namespace Kivenkolo.AppHost.Tests;

/// <summary><c>./run</c> starts what AppHost describes, and has no description of its own.</summary>
public sealed class RunCommandTests
{
    [Fact]
    public async Task Every_process_is_told_by_run_what_AppHost_tells_it()
    {
        await using var builder = await AppHost.Model();
        foreach (var process in await Described.Read(builder))
        {
            var told = await Told(process.Name, File.ReadAllText(Checkout.Path("obj", "manifest.json")));
            Assert.True(told.ExitCode == 0, told.Errors);
            Assert.DoesNotContain("{", told.Output, StringComparison.Ordinal);
            var lines = told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
                .ToDictionary(line => line[0], line => line[1]);
            // What Aspire tells beside it is for its dashboard.
            foreach (var (key, value) in process.Keys.Where(pair => pair.Key != "HTTP_PORTS" && !pair.Key.StartsWith("OTEL_", StringComparison.Ordinal)))
            {
                Assert.True(lines.TryGetValue(key, out var here), $"{process.Name} is not told {key}");
                if (!value.Contains('{', StringComparison.Ordinal)) Assert.Equal(value, here);
            }
            Assert.DoesNotContain("HTTP_PORTS", lines.Keys);
            if (process.Listens) Assert.Matches("^http://(localhost|127.0.0.1):[0-9]+$", lines["ASPNETCORE_URLS"]);
        }
    }

    [Fact]
    public async Task What_run_cannot_know_stops_it_with_one_line()
    {
        var manifest = File.ReadAllText(Checkout.Path("obj", "manifest.json"))
            .Replace("{public-address.value}", "{public-address.path}", StringComparison.Ordinal);
        var told = await Told("calendar", manifest);
        Assert.NotEqual(0, told.ExitCode);
        Assert.Equal("run: nothing is known of {public-address.path}, which AppHost tells a process", told.Errors.Trim());
    }

    // The script's own functions, on a manifest of the test's.
    private static async Task<CommandResult> Told(string process, string manifest)
    {
        var folder = Directory.CreateTempSubdirectory("kivenkolo-model-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "manifest.json"), manifest, TestContext.Current.CancellationToken);
            return await Command.Try("bash", ["-c", """
                set -u; root=$PWD data=$1 dir=$1 port=8080 address=http://localhost:8080 dashboard=
                fail() { echo "run: $*" >&2; exit 1; }
                . scripts/common.sh; . scripts/processes.sh
                read_model "$1/manifest.json" && make_secrets && . "$1/secrets.env" && choose_ports
                MESSAGING=amqp://broker POSTGRES_HOST=127.0.0.1 POSTGRES_PORT=5432 POSTGRES_USER=kivenkolo POSTGRES_PASSWORD=secret
                [ -f "$(program "$2")" ] || fail "$2 is not built where it should be"
                environment_of "$2"
                """, "told", folder.FullName, process]);
        }
        finally { folder.Delete(recursive: true); }
    }
}
