using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Kivenkolo.Messaging.Tests;

/// <summary>The ledger as a process of its own, to be killed and started again on the same port, database and virtual host.</summary>
internal sealed class LedgerProcess : IAsyncDisposable
{
    private readonly Dictionary<string, string> environment;
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly StringBuilder output = new();
    private Process? process;

    private LedgerProcess(Uri address, Dictionary<string, string> environment)
    {
        this.environment = environment;
        Http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
    }

    public HttpClient Http { get; }

    /// <summary>What the process has said, for a failure's message.</summary>
    public string Said
    {
        get { lock (output) return output.ToString(); }
    }

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "Ledger.dll");

    public static async Task<LedgerProcess> Start(PrivateServers servers, string database, string messaging, params (string Key, string Value)[] settings)
    {
        var port = FreePort();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["ConnectionStrings__ledgerdb"] = servers.ConnectionString(database),
            ["ConnectionStrings__messaging"] = messaging,
            ["Logging__LogLevel__Default"] = "Error",
            ["Logging__LogLevel__Kivenkolo"] = "Information",
            ["RateLimits__Read"] = "100000000",
        };
        foreach (var (key, value) in settings) environment[key] = value;
        await Migrate(environment);
        var ledger = new LedgerProcess(new Uri($"http://127.0.0.1:{port}"), environment);
        await ledger.Up();
        return ledger;
    }

    /// <summary><c>dotnet Ledger.dll --migrate</c>.</summary>
    public static Task<CommandResult> Migrate(Dictionary<string, string> environment) => Command.Run("dotnet", [Dll, "--migrate"], environment);

    /// <summary><c>dotnet Ledger.dll</c> with the given words, as an operator runs it.</summary>
    public Task<CommandResult> Operate(params string[] words) => Command.Run("dotnet", [Dll, .. words], environment);

    public async Task KillAndStart()
    {
        await one.WaitAsync();
        try
        {
            await Kill();
            Launch();
        }
        finally { one.Release(); }
        await Ready();
    }

    public async Task Kill()
    {
        if (process is null) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async Task Up()
    {
        Launch();
        await Ready();
    }

    /// <summary>Sends the command until it is accepted; the key makes a repeat harmless.</summary>
    public async Task Accepted(Guid id, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/commands") { Content = JsonContent.Create(new { id }) };
                request.Headers.Add("Idempotency-Key", id.ToString());
                using var answer = await Http.SendAsync(request, ct);
                if (answer.StatusCode == HttpStatusCode.Created) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException && !ct.IsCancellationRequested) { }
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Http.Dispose();
        one.Dispose();
    }

    private void Launch()
    {
        process = new Process { StartInfo = new ProcessStartInfo("dotnet", [Dll]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        foreach (var (key, value) in environment) process.StartInfo.Environment[key] = value;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output) output.AppendLine(line.Data);
    }

    private async Task Ready()
    {
        try
        {
            await Eventually.Become(async () =>
                (await Http.GetAsync(new Uri("/alive", UriKind.Relative))).IsSuccessStatusCode, "the ledger answers", TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException e) { throw new InvalidOperationException($"The ledger did not come up:\n{output}", e); }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
