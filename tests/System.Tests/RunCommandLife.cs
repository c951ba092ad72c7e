using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kivenkolo.SystemTests;

/// <summary>
/// What one command starts, it finds again, guards, and takes away without a trace. Both tests leave their data to each other: the first
/// start, which fills the system, takes a minute of two cores, and is made once.
/// </summary>
public sealed partial class RunCommandLife(RunCommand run) : IClassFixture<RunCommand>
{
    private const string Victim = "identity";

    [Fact]
    public async Task Left_running_it_is_found_refuses_a_second_start_shows_what_crashed_and_stops_without_a_trace()
    {
        var started = await run.Try("--detach", "--dashboard", "--port", run.Port);
        Assert.True(started.ExitCode == 0, started.Output + started.Errors);
        await DashboardHears("gateway", "web", "identity", "partners", "calendar", "participation", "communications");

        var status = await run.Try("status", "--json");
        Assert.Equal(0, status.ExitCode);
        using (var told = JsonDocument.Parse(status.Output))
        {
            Assert.All(told.RootElement.GetProperty("processes").EnumerateArray(), process =>
            {
                Assert.Equal("running", process.GetProperty("state").GetString());
                Assert.True(Directory.Exists($"/proc/{process.GetProperty("pid").GetInt32()}"));
                Assert.True(File.Exists(process.GetProperty("log").GetString()));
            });
            Assert.Equal(["coordinator", "facilitator"], told.RootElement.GetProperty("signIns").EnumerateArray()
                .Select(s => s.GetProperty("role").GetString()));
            Assert.True(Directory.Exists(told.RootElement.GetProperty("mailbox").GetProperty("directory").GetString()));
        }
        OwnerOnly("status.json", "secrets.env", "servers/servers.env");

        var second = await run.Try("--port", run.Port);
        Assert.NotEqual(0, second.ExitCode);
        Assert.StartsWith("run: it is already running at http://localhost:", Assert.Single(Lines(second.Errors)), StringComparison.Ordinal);

        await Kill();
        var afterwards = await run.Try("status");
        Assert.Equal(3, afterwards.ExitCode);
        Assert.Contains(Lines(afterwards.Output), line =>
            line.StartsWith(Victim, StringComparison.Ordinal) && line.Contains(" down ", StringComparison.Ordinal));

        Assert.Equal(0, (await run.Try("stop")).ExitCode);
        Assert.Empty(await run.Processes());
    }

    [Fact]
    public async Task In_the_foreground_Ctrl_C_ends_everything_it_starts_again_and_a_crash_ends_it_with_one_line()
    {
        using (var first = new Foreground(run, "--port", run.Port))
        {
            await first.Ready();
            // Again and again: what was written before the logs are followed does not show.
            await Eventually.Become(async () =>
            {
                await File.AppendAllTextAsync(Path.Combine(run.Data, "log", "calendar.log"), "a line of its log\n");
                return Lines(first.Said).Any(line => CalendarsLine().IsMatch(line));
            }, "the line shows with a name before it");
            await first.Signal("INT");
            Assert.Equal(130, await first.End());
            Assert.Empty(await run.Processes());
        }

        using var second = new Foreground(run, "--port", run.Port);
        await second.Ready();
        await Kill();
        Assert.Equal(1, await second.End());
        Assert.Contains(Lines(second.Said), line =>
            line.StartsWith($"run: {Victim} stopped by itself", StringComparison.Ordinal) && line.Contains($"{Victim}.log", StringComparison.Ordinal));
        Assert.Empty(await run.Processes());
    }

    private async Task DashboardHears(params string[] processes)
    {
        var address = DashboardsLine().Match((await run.Try("status")).Output).Groups[1].Value;
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(address) };
        await Eventually.Become(async () =>
        {
            using var told = JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/telemetry/resources", UriKind.Relative)));
            var names = told.RootElement.EnumerateArray().Select(resource => resource.GetProperty("name").GetString()).ToHashSet();
            return processes.All(names.Contains);
        }, "every process tells the dashboard of itself", TimeSpan.FromMinutes(2));
    }

    private async Task Kill()
    {
        using var told = JsonDocument.Parse((await run.Try("status", "--json")).Output);
        var victim = told.RootElement.GetProperty("processes").EnumerateArray().Single(process => process.GetProperty("name").GetString() == Victim);
        var pid = victim.GetProperty("pid").GetInt32().ToString(CultureInfo.InvariantCulture);
        await Command.Run("kill", ["-9", pid]);
        await Eventually.Become(() =>
            !File.Exists($"/proc/{pid}/stat") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal), "it is dead");
    }

    private void OwnerOnly(params string[] files)
    {
        foreach (var file in files)
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(run.Data, file)));
    }

    [GeneratedRegex("^  dashboard +(http://localhost:[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex DashboardsLine();

    [GeneratedRegex(@"^calendar +\| a line of its log$")]
    private static partial Regex CalendarsLine();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
