using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace Kivenkolo.Testing;

/// <summary>An e-mail address and its password.</summary>
public sealed record SignIn(string Email, string Password);

/// <summary>A client of the token endpoint.</summary>
public sealed record ClientCredentials(string ClientId, string ClientSecret);

/// <summary>
/// The whole system as <c>./run --detach</c> starts it, filled by Demo, in a directory and on a port of its own; gone when the tests end.
/// Use as an assembly fixture in projects that look at everything from outside.
/// </summary>
public sealed class RunningSystem : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(6);

    /// <summary>Names the data directory of a system that runs already: it is looked at and left alone. For trying a test again and again.</summary>
    public const string RunningAlready = "KIVENKOLO_RUNNING";

    private static readonly string? Found = System.Environment.GetEnvironmentVariable(RunningAlready);

    private readonly string _data = Found ?? Path.Combine(Path.GetTempPath(), $"kivenkolo-run-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
    private Process? _watcher;
    private TelemetryReceiver? _telemetry;
    private JsonElement _status;

    /// <summary>The one public address.</summary>
    public Uri Address => new(_status.GetProperty("address").GetString()!);

    /// <summary>The demonstration coordinator.</summary>
    public SignIn Coordinator => SignInOf("coordinator");

    /// <summary>The resident who runs the house meeting.</summary>
    public SignIn Facilitator => SignInOf("facilitator");

    /// <summary>The demonstration partner's system.</summary>
    public ClientCredentials Partner => Credentials("partner");

    /// <summary>The welfare area's operator.</summary>
    public ClientCredentials Administration => Credentials("administration");

    /// <summary>Where the data lies, for <c>KIVENKOLO_DATA</c>.</summary>
    public string Data => _data;

    /// <summary>What every process of the system tells by OTLP.</summary>
    public TelemetryReceiver Telemetry => _telemetry ?? throw new InvalidOperationException("Not started.");

    /// <summary>
    /// Makes the variables that point ./run at this system. Its processes inherit them: telemetry comes here and soon, and the limits of one
    /// caller are out of the way, since all tests come from one address; the limits have tests of their own.
    /// </summary>
    public Dictionary<string, string> Environment
    {
        get
        {
            var variables = new Dictionary<string, string>
            {
                ["KIVENKOLO_DATA"] = _data,
                ["KIVENKOLO_FAST_DISK"] = "1",
            };
            // One that runs already tells whom it was told to.
            if (_telemetry is { } telemetry)
            {
                variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry.Endpoint;
                variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
                variables["OTEL_BSP_SCHEDULE_DELAY"] = "200";
                variables["OTEL_BLRP_SCHEDULE_DELAY"] = "200";
                variables["OTEL_METRIC_EXPORT_INTERVAL"] = "2000";
            }
            foreach (var limit in Enum.GetNames<ServiceDefaults.RateLimits.RateLimit>()) variables[$"RateLimits__{limit}"] = "6000000";
            return variables;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Found is not null)
        {
            await Refresh();
            return;
        }
        var pid = System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var script = Checkout.Path("run");
        _telemetry = await TelemetryReceiver.Start();
        // When this process is killed, the system goes too.
        _watcher = Process.Start(new ProcessStartInfo("setsid",
            ["bash", "-c", "while kill -0 \"$1\" 2>/dev/null; do sleep 1; done; KIVENKOLO_DATA=\"$2\" exec \"$3\" reset --yes", "watch", pid, _data, script])
        { RedirectStandardOutput = true, RedirectStandardError = true });
        await Command.Run(script, ["--detach", "--port", FreePort().ToString(CultureInfo.InvariantCulture)], Environment, StartLimit);
        await Refresh();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Found is not null) return;
        _watcher?.Kill();
        _watcher?.Dispose();
        await Command.Run(Checkout.Path("run"), ["reset", "--yes"], Environment, TimeSpan.FromMinutes(2));
        if (_telemetry is not null) await _telemetry.DisposeAsync();
    }

    /// <summary>Reads again what <c>./run status --json</c> says.</summary>
    public async Task<JsonElement> Refresh()
    {
        var told = await Command.Try(Checkout.Path("run"), ["status", "--json"], Environment);
        using var document = JsonDocument.Parse(told.Output);
        return _status = document.RootElement.Clone();
    }

    /// <summary>The process id of a process of the system; null when it is down.</summary>
    public int? ProcessOf(string name) => Described(name).GetProperty("pid") is { ValueKind: JsonValueKind.Number } pid ? pid.GetInt32() : null;

    /// <summary>What a process has logged so far.</summary>
    public Task<string> LogOf(string name) => File.ReadAllTextAsync(Described(name).GetProperty("log").GetString()!);

    /// <summary>Kills a process of the system as a crash would.</summary>
    public Task Kill(string name) => Command.Run("kill", ["-9", ProcessOf(name)!.Value.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>A client of the public address without a token; it follows no redirect and keeps cookies.</summary>
    public HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress =
            Address, Timeout = TimeSpan.FromSeconds(30)
        };

    /// <summary>A client with an access token got by client credentials.</summary>
    public async Task<HttpClient> Client(ClientCredentials credentials, string scope)
    {
        var client = Client();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = credentials.ClientId,
            ["client_secret"] = credentials.ClientSecret,
            ["scope"] = scope,
        });
        using var answer = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"No token: {(int)answer.StatusCode} {body}");
        return client.Bearing(JsonDocument.Parse(body).RootElement.GetProperty("access_token").GetString()!);
    }

    /// <summary>Where PostgreSQL and RabbitMQ of the system are, as <c>scripts/servers</c> wrote it down.</summary>
    public async Task<Dictionary<string, string>> Servers() =>
        (await File.ReadAllLinesAsync(Path.Combine(_data, "servers", "servers.env"))).Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Every mail received so far, whole, oldest first.</summary>
    public async Task<string[]> Mails()
    {
        var directory = _status.GetProperty("mailbox").GetProperty("directory").GetString()!;
        var mails = new List<string>();
        foreach (var file in Directory.EnumerateFiles(directory, "*.eml").Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal))
            mails.Add(await File.ReadAllTextAsync(file));
        return [.. mails];
    }

    /// <summary>A port on which nothing listens now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private JsonElement Described(string name) =>
        _status.GetProperty("processes").EnumerateArray().Single(process => process.GetProperty("name").GetString() == name);

    private SignIn SignInOf(string role)
    {
        var found = _status.GetProperty("signIns").EnumerateArray().Single(signIn => signIn.GetProperty("role").GetString() == role);
        return new SignIn(found.GetProperty("email").GetString()!, found.GetProperty("password").GetString()!);
    }

    private ClientCredentials Credentials(string who) =>
        new(_status.GetProperty(who).GetProperty("clientId").GetString()!, _status.GetProperty(who).GetProperty("clientSecret").GetString()!);
}
