using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Kivenkolo.AppHost.Tests;

/// <summary>AppHost as a test starts it: with a data directory, a port and a home directory of the test's own.</summary>
internal static class AppHost
{
    /// <summary>In place of the real one: user secrets, the orchestrator's and the dashboard's files are written to it.</summary>
    public static readonly string Home = Directory.CreateTempSubdirectory("kivenkolo-home-").FullName;

    public static readonly string RealHome = Environment.GetEnvironmentVariable("HOME")!;

    [ModuleInitializer]
    internal static void LeaveTheRealHomeAlone()
    {
        Environment.SetEnvironmentVariable("HOME", Home);
        Environment.SetEnvironmentVariable("DOTNET_NOLOGO", "1");
        Environment.SetEnvironmentVariable("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Home, recursive: true);
    }

    public static string NewDirectory() => Path.Combine(Path.GetTempPath(), $"kivenkolo-apphost-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");

    /// <summary>The model, of which nothing is started.</summary>
    public static Task<IDistributedApplicationTestingBuilder> Model(string servers = "existing", string? data = null) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([$"--servers={servers}", $"--Parameters:data={data ?? NewDirectory()}"]);
}
