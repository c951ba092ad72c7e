using System.Globalization;
using System.Security.Cryptography;

namespace Kivenkolo.SystemTests;

/// <summary><c>./run</c> on a data directory of a test's own, or of one class, which is deleted at its end.</summary>
public sealed class RunCommand : IAsyncDisposable
{
    public static readonly string Script = Checkout.Path("run");

    public RunCommand() => Data = Path.Combine(Path.GetTempPath(), $"kivenkolo-run-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");

    public string Data { get; }

    /// <summary>A port that was free; a start on the same one again need not migrate.</summary>
    public string Port { get; } = RunningSystem.FreePort().ToString(CultureInfo.InvariantCulture);

    public Dictionary<string, string> Environment => new() { ["KIVENKOLO_DATA"] = Data, ["KIVENKOLO_FAST_DISK"] = "1" };

    public Task<CommandResult> Try(params string[] arguments) => TryWith([], arguments);

    public Task<CommandResult> TryWith(Dictionary<string, string> environment, params string[] arguments)
    {
        foreach (var (name, value) in Environment) environment[name] = value;
        return Command.Try(Script, arguments, environment, TimeSpan.FromMinutes(5));
    }

    /// <summary>The command lines of processes that know of this data directory.</summary>
    public async Task<string[]> Processes()
    {
        var found = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var command = await File.ReadAllTextAsync(Path.Combine(process, "cmdline"));
                var surroundings = await File.ReadAllTextAsync(Path.Combine(process, "environ"));
                if ((command + surroundings).Contains(Data, StringComparison.Ordinal)) found.Add(command.Replace('\0', ' '));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { } // ended meanwhile, or another user's
        }
        return [.. found];
    }

    public async ValueTask DisposeAsync()
    {
        await Try("reset", "--yes");
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
    }
}
