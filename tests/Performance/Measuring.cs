using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kivenkolo.Testing;

namespace Kivenkolo.Performance;

/// <summary>
/// Measures how fast the house is, as ratios to what it is held against, each pair in turn on the same machine; writes the tables of
/// docs/performance.md. <c>dotnet run --project tests/Performance -c Release [-- --seconds 2 --pairs 5 --only "made anew"]</c>
/// </summary>
internal static class Measuring
{
    private static readonly List<string> Table = [];

    // Of the comparisons, those that have this in their name.
    private static string only = "";

    public static async Task Main(string[] arguments)
    {
        if (arguments is ["--output-cache", var service])
        {
            await GatewayAlone.ServeOutputCache(service);
            return;
        }
        var began = Stopwatch.GetTimestamp();
        var (seconds, pairs) = (Option("--seconds", 2), Option("--pairs", 5));
        if (Array.IndexOf(arguments, "--only") is >= 0 and var named) only = arguments[named + 1];
        var missing = (arguments.Contains("--gateway") ? new[] { "wrk", "nginx" } : ["wrk", "nginx", "radicale"])
            .Where(tool => !Environment.GetEnvironmentVariable("PATH")!.Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, tool))))
            .ToArray();
        if (missing.Length > 0) await Command.Run(Checkout.Path("scripts", "packages"), missing, deadline: TimeSpan.FromMinutes(5));

        var expansion = Expansion.Measure(); // before anything else runs
        var directory = Directory.CreateTempSubdirectory("kivenkolo-performance-").FullName;
        try
        {
            if (arguments.Contains("--gateway"))
            {
                await GatewayAlone.Measure(directory, seconds, pairs, Line);
                Console.WriteLine(string.Join('\n', Table));
                return;
            }
            Console.Error.WriteLine("starting the house");
            await using var house = await House.Start(Path.Combine(directory, "house"));
            await using var rivals = new Rivals(directory);
            await Measure(house, rivals, new Load(directory, house, seconds, pairs), seconds, pairs, expansion);
        }
        finally { Directory.Delete(directory, recursive: true); }
        Console.Error.WriteLine($"took {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");

        int Option(string name, int usual) =>
            Array.IndexOf(arguments, name) is >= 0 and var at ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : usual;
    }

    private static async Task Measure(
        House house, Rivals rivals, Load load, int seconds, int pairs, (double Median, double Slowest, long Allocated, int Occurrences) expansion)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
        var monday = today.AddDays(-((int)today.DayOfWeek + 6) % 7);
        var (small, large) = (await house.OpenSpace("small"), await house.OpenSpace("large"));
        await Programme.Fill(house, small, monday);
        await Programme.Fill(house, large, monday, behind: 9900);

        var week = Of("kivenkolo");
        const string page = "/fi-simple/kivenkolo", feed = "/feeds/small/calendar.fi.ics";
        var (files, nginx, tuned) = await rivals.Nginx();
        var ics = await house.Anyone.GetStringAsync(new Uri(feed, UriKind.Relative));
        var radicale = await rivals.Radicale(ics);
        var (process, asking) = await house.SecondGateway("Gateway__CacheMilliseconds", "0");
        rivals.Add(process);

        var calendar = house.AddressOf("calendar");
        Task Ask(string path) => house.Anyone.GetStringAsync(new Uri(calendar, path));
        await Ask(week);
        var (kept, made) = (await Statements.Of(house, () => Ask(week)), await Statements.Of(house, () => Ask($"{week}?language=fi-z0000001")));
        var (feedKept, feedMade) =
            (await Statements.Of(house, () => Ask(feed)), await Statements.Of(house, () => Ask("/feeds/small/calendar.fi-z0000001.ics")));

        foreach (var path in (string[])[Of("{0}"), "/feeds/{0}/calendar.fi.ics"])
            if (await Size(path, "small") != await Size(path, "large"))
                throw new InvalidOperationException($"{path} is not as long in both spaces: not the same is compared.");

        Line("compared", "goal", "ratio (median)", "spread", "answers/s", "of the other");
        Line("---", "---:", "---:", "---", "---:", "---:");
        await Shared("the week as JSON", "0.90", week, "week.json");
        await Shared("the page in plain Finnish", "0.70", page, "page.html");
        await Row("the week, the gateway asking the service each time (nothing shared) : nginx, a file", "",
            Load.Get("week, not shared", new Uri(asking, week)), Load.Get("nginx, the same file", new Uri(nginx, "/week.json")));
        await Row("the week made anew each time, through the gateway : pgbench, the same statements", "≥ 0.25",
            load.GetAnew("week anew", new Uri(house.Address, week)), load.Statements("pgbench", made));
        await Row("the same, past the gateway : pgbench", "", load.GetAnew("week anew, direct", new Uri(calendar, week)), load.Statements("pgbench", made));
        await Row($"a feed of 1,000 occurrences ({ics.Split("BEGIN:VEVENT").Length - 1} series by rule, {ics.Length / 1000} kB) : radicale, the same calendar",
            "≥ 20", Load.Get("feed", new Uri(house.Address, feed)), Load.Get("radicale", radicale));
        await Row("the week made anew, 10,000 series and ten years behind it : 100 series", "≥ 0.77",
            load.GetAnew("large week", new Uri(calendar, Of("large"))), load.GetAnew("small week", new Uri(calendar, Of("small"))));
        await Row("the feed made anew, 10,000 series and ten years behind it : 100 series", "≥ 0.77",
            load.GetAnew("large feed", calendar, tag => $"/feeds/large/calendar.{tag}.ics"),
            load.GetAnew("small feed", calendar, tag => $"/feeds/small/calendar.{tag}.ics"));
        await Row("the week kept, 10,000 series and ten years behind it : 100 series", "≥ 0.77", Load.Get("large week", new Uri(calendar, Of("large"))),
            Load.Get("small week", new Uri(calendar, Of("small"))));

        var seen = await Changes(house, Of("small"));
        Line();
        Line("measured", "goal", "figure");
        Line("---", "---:", "---");
        Line("a cancellation shows in the week as JSON, under load: slowest of 5", "2 s",
            $"{seen.Max():0} ms ({string.Join(", ", seen.Select(one => $"{one:0}"))})");
        Line("expansion of a year of 500 series", "10 ms",
            $"{expansion.Median:0.0} ms, slowest of 50 {expansion.Slowest:0.0} ms; {expansion.Occurrences} occurrences, {expansion.Allocated / 1024} KiB "
            + $"allocated");

        var allocations = await Allocations.Of(house);
        await using (allocations)
        {
            Line();
            Line("one request to Calendar", "SQL statements", "allocated");
            Line("---", "---:", "---:");
            Line("the week, kept", $"{kept.Length}", Kibibytes(await allocations.Per(_ => week)));
            Line("the week, kept, 304", $"{kept.Length}", Kibibytes(await allocations.Per(_ => week, await allocations.TagOf(week))));
            Line("the week, made anew", $"{made.Length}", Kibibytes(await allocations.Per(n => $"{week}?language=fi-y{n + 1000:0000000}")));
            Line("the feed of the thousand, kept", $"{feedKept.Length}", Kibibytes(await allocations.Per(_ => feed)));
            Line("the feed of the thousand, made anew", $"{feedMade.Length}",
                Kibibytes(await allocations.Per(n => $"/feeds/small/calendar.fi-y{n + 1000:0000000}.ics")));
        }

        var text = string.Join('\n', Table);
        Console.WriteLine($"""
            {today:yyyy-MM-dd}, {Environment.ProcessorCount} × {await FromFile("/proc/cpuinfo", "model name")},
            load before {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[1]};
            {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; {await Version("nginx", "-v")};
            {await Version("pgbench", "--version")}; radicale {await Version("radicale", "--version")}.
            {pairs} pairs of {seconds} s each, {Load.Connections} connections; load and servers share the processors.

            {text}
            """);

        string Of(string space) => $"/api/calendar/v1/spaces/{space}/weeks/{WeekOf(monday)}";

        async Task<int> Size(string path, string space) =>
            (await house.Anyone.GetByteArrayAsync(new Uri(string.Format(CultureInfo.InvariantCulture, path, space), UriKind.Relative))).Length;

        // As bytes, and as a browser asks for it.
        async Task Shared(string what, string goal, string path, string file)
        {
            foreach (var coding in (string[])["", "br"])
            {
                var name = file + coding;
                var bytes = await Save(house, path, Path.Combine(files, name), coding);
                var told = $"{what}{(coding.Length > 0 ? ", compressed" : "")} ({bytes / 1000.0:0.0} kB) through the gateway : nginx";
                var ours = Load.Get(name, new Uri(house.Address, path), coding);
                await Row($"{told}, the same bytes from a file", coding.Length > 0 ? "" : $"≥ {goal}", ours,
                    Load.Get("nginx as installed", new Uri(nginx, "/" + name)));
                await Row($"{told} tuned for it", "", ours, Load.Get("nginx tuned", new Uri(tuned, "/" + name)));
            }
        }

        async Task Row(string what, string goal, Candidate ours, Candidate theirs)
        {
            if (!what.Contains(only, StringComparison.Ordinal)) return;
            var compared = await load.Compare(ours, theirs);
            Line(what, goal, $"**{Shown(compared.Median)}**", $"{Shown(compared.Ratios[0])}–{Shown(compared.Ratios[^1])}", $"{compared.Ours:0}",
                $"{compared.Theirs:0}");
        }
    }

    /// <summary>How long, in milliseconds, five cancellations take to show to one who asks all the time, while others ask too.</summary>
    private static async Task<List<double>> Changes(House house, string week)
    {
        var noise = Load.Get("load", new Uri(house.Address, week)).Run(15);
        var address = new Uri(week, UriKind.Relative);
        var occurrences = (await house.Anyone.GetFromJsonAsync<JsonElement>(address)).GetProperty("occurrences").EnumerateArray()
            .Where(occurrence => occurrence.GetProperty("end").GetDateTimeOffset() > TimeProvider.System.GetUtcNow() && occurrence.GetProperty("status")
                .GetString() == "confirmed")
            .Select(occurrence => occurrence.GetProperty("id").GetGuid()).Take(5).ToArray();
        var times = new List<double>();
        foreach (var id in occurrences)
        {
            using var cancelled = await house.Operator.PostAsJsonAsync(
                $"{week[..week.IndexOf("/weeks", StringComparison.Ordinal)]}/occurrences/{id}/cancellation", new { });
            var began = Stopwatch.GetTimestamp();
            cancelled.EnsureSuccessStatusCode();
            await Eventually.Become(async () => (await house.Anyone.GetFromJsonAsync<JsonElement>(address)).GetProperty("occurrences").EnumerateArray()
                .Single(occurrence => occurrence.GetProperty("id").GetGuid() == id).GetProperty("status").GetString() == "cancelled", "the cancellation shows");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        await noise;
        return times;
    }

    private static async Task<int> Save(House house, string path, string file, string coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", coding);
        using var answer = await house.Anyone.SendAsync(request);
        var bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        await File.WriteAllBytesAsync(file, bytes);
        return bytes.Length;
    }

    private static void Line(params string[] cells)
    {
        var line = cells.Length == 0 ? "" : $"| {string.Join(" | ", cells)} |";
        Table.Add(line);
        Console.Error.WriteLine(line);
    }

    private static string Shown(double ratio) => ratio.ToString(ratio < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static string Kibibytes(long bytes) => $"{bytes / 1024.0:0.0} KiB";

    private static string WeekOf(DateOnly monday) =>
        new Calendar.Weeks.IsoWeek(ISOWeek.GetYear(monday.ToDateTime(default)), ISOWeek.GetWeekOfYear(monday.ToDateTime(default))).ToString();

    private static async Task<string> Version(string tool, string option)
    {
        var told = await Command.Try(tool, [option]);
        return (told.Output + told.Errors).Trim();
    }

    private static async Task<string> FromFile(string file, string key) =>
        (await File.ReadAllLinesAsync(file)).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "processors";
}
