using System.Globalization;
using System.Text.RegularExpressions;
using Kivenkolo.Testing;

namespace Kivenkolo.Performance;

/// <summary>Something that can be asked as often as it answers.</summary>
/// <param name="Name">What it is, for the table.</param>
/// <param name="Run">Asks for so many seconds; returns answers a second.</param>
internal sealed record Candidate(string Name, Func<int, Task<double>> Run)
{
    /// <summary>How many runs of five seconds it takes at least until what runs often is compiled for good.</summary>
    public int WarmUps { get; init; }
}

/// <summary>Two candidates measured in turn.</summary>
/// <param name="Ratios">Ours to theirs, one for each pair, in order of size.</param>
internal sealed record Compared(double Ours, double Theirs, double[] Ratios)
{
    public double Median => Ratios[Ratios.Length / 2];
}

/// <summary>Makes load and counts answers: wrk for what speaks HTTP, pgbench for SQL.</summary>
internal sealed partial class Load(string directory, House? house, int seconds, int pairs)
{
    /// <summary>Connections that ask at the same time, of either kind.</summary>
    public const int Connections = 32;

    private const int Threads = 2;
    private static int runs;

    /// <summary>A, B, B, A, ...: so that a machine whose speed drifts treats both alike.</summary>
    public async Task<Compared> Compare(Candidate ours, Candidate theirs, bool isWarm = false)
    {
        Console.Error.Write($"{ours.Name} / {theirs.Name}:");
        if (!isWarm) await WarmUp(ours);
        await theirs.Run(1);
        var (all, ratios) = (new List<(double Ours, double Theirs)>(), new List<double>());
        for (var pair = 0; pair < pairs; pair++)
        {
            var first = await (pair % 2 == 0 ? ours : theirs).Run(seconds);
            var second = await (pair % 2 == 0 ? theirs : ours).Run(seconds);
            var (a, b) = pair % 2 == 0 ? (first, second) : (second, first);
            all.Add((a, b));
            ratios.Add(a / b);
            Console.Error.Write($" {a / b:0.00}");
        }
        Console.Error.WriteLine();
        return new(Middle(all.Select(one => one.Ours)), Middle(all.Select(one => one.Theirs)), [.. ratios.Order()]);
    }

    // Not counted: what runs often is compiled anew meanwhile, so until it gets no faster; for two minutes at most.
    private static async Task WarmUp(Candidate candidate)
    {
        var (best, still) = (0.0, 0);
        for (var run = 0; run < 24 && (run < candidate.WarmUps || still < 2); run++)
        {
            var rate = await candidate.Run(5);
            still = rate > 1.03 * best ? 0 : still + 1;
            best = Math.Max(best, rate);
        }
    }

    /// <summary>Always the same address, in one coding or none.</summary>
    public static Candidate Get(string name, Uri address, string coding = "") =>
        new(name, seconds => Wrk(address, seconds, coding.Length > 0 ? ["-H", $"Accept-Encoding: {coding}"] : []));

    /// <summary>The same address in a language of its own each time: nothing kept answers it.</summary>
    public Candidate GetAnew(string name, Uri address, Func<string, string>? path = null)
    {
        var script = Path.Combine(directory, "anew.lua");
        File.WriteAllText(script, """
            local threads = 0
            function setup(thread) thread:set("id", threads); threads = threads + 1 end
            function init(args) before, after, count = args[1], args[2], tonumber(args[3]) end
            function request()
              count = count + 1
              return wrk.format("GET", before .. string.format("fi-%s%07d", id == 0 and "a" or "b", count) .. after)
            end
            """);
        var parts = (path?.Invoke("\0") ?? $"{address.AbsolutePath}?language=\0").Split('\0');
        return new(name, seconds =>
            Wrk(address, seconds, ["-s", script], [parts[0], parts[1] is "" ? "&" : parts[1], $"{Interlocked.Increment(ref runs) * 50_000}"]))
        { WarmUps = 12 };
    }

    /// <summary>A transaction's statements on Calendar's database, over as many connections.</summary>
    public Candidate Statements(string name, string[] statements)
    {
        var script = Path.Combine(directory, "read.sql");
        File.WriteAllLines(script, statements.Select(statement => statement + ";"));
        var to = new Npgsql.NpgsqlConnectionStringBuilder(house!.ConnectionString);
        return new(name, async seconds =>
        {
            var ran = await Command.Run("pgbench",
                ["-n", "-M", "prepared", "-c", Text(Connections), "-j", Text(Threads), "-T", Text(seconds), "-f", script, "-h", to.Host!, "-p", Text(to.Port),
                    "-U", to.Username!, to.Database!],
                new() { ["PGPASSWORD"] = to.Password! });
            return Number(PerSecond().Match(ran.Output));
        });
    }

    private static async Task<double> Wrk(Uri address, int seconds, string[] options, string[]? arguments = null)
    {
        var ran = await Command.Run("wrk",
            ["-t", Text(Threads), "-c", Text(Connections), "-d", $"{seconds}s", "--timeout", "30s", .. options, address.AbsoluteUri,
            .. arguments is null ? (string[])[] : ["--", .. arguments]]);
        if (ran.Output.Contains("Non-2xx", StringComparison.Ordinal)) throw new InvalidOperationException($"{address} refuses:\n{ran.Output}");
        return Number(RequestsPerSecond().Match(ran.Output));
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Number(Match match) =>
        match.Success ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : throw new InvalidDataException("No rate was told.");

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RequestsPerSecond();

    [GeneratedRegex(@"tps = ([0-9.]+) \(without")]
    private static partial Regex PerSecond();
}
