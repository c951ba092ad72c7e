using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Kivenkolo.Testing;
using Npgsql;

namespace Kivenkolo.Performance;

/// <summary>
/// The whole system as <c>./run</c> starts it, with Demo's programme, in a directory of its own; without telemetry, which nobody receives, and
/// with the limits of one caller out of the way, since all load comes from one address.
/// </summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string data;
    private readonly Dictionary<string, string> environment;
    private Dictionary<string, string> servers = [];
    private Dictionary<string, string> ports = [];
    private JsonElement status;

    private House(string data)
    {
        this.data = data;
        environment = new()
        {
            ["KIVENKOLO_DATA"] = data,
            ["KIVENKOLO_FAST_DISK"] = "1",
        };
        foreach (var limit in Enum.GetNames<ServiceDefaults.RateLimits.RateLimit>()) environment[$"RateLimits__{limit}"] = "600000000";
    }

    /// <summary>The public address.</summary>
    public Uri Address => new(status.GetProperty("address").GetString()!);

    /// <summary>A client of the public address without credentials.</summary>
    public HttpClient Anyone { get; private set; } = null!;

    /// <summary>A client with the operator's token.</summary>
    public HttpClient Operator { get; private set; } = null!;

    /// <summary>Where a service listens, past the gateway.</summary>
    public Uri AddressOf(string service) => new($"http://127.0.0.1:{ports[$"port_{service}"]}");

    /// <summary>Calendar's database.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = servers["POSTGRES_HOST"],
        Port = int.Parse(servers["POSTGRES_PORT"], CultureInfo.InvariantCulture),
        Username = servers["POSTGRES_USER"],
        Password = servers["POSTGRES_PASSWORD"],
        Database = "calendardb",
    }.ConnectionString;

    /// <summary>The broker.</summary>
    public string Messaging => servers["MESSAGING"];

    /// <summary>What the database server logs.</summary>
    public string DatabaseLog => Path.Combine(data, "servers", "log", "postgres.log");

    public static async Task<House> Start(string data)
    {
        var house = new House(data);
        await Command.Run(Checkout.Path("run"), ["--detach", "--port", RunningSystem.FreePort().ToString(CultureInfo.InvariantCulture)], house.environment,
            TimeSpan.FromMinutes(6));
        using var told = JsonDocument.Parse((await Command.Try(Checkout.Path("run"), ["status", "--json"], house.environment)).Output);
        house.status = told.RootElement.Clone();
        house.servers = await Settings(Path.Combine(data, "servers", "servers.env"));
        house.ports = await Settings(Path.Combine(data, "ports.env"));
        house.Anyone = house.Client();
        house.Operator = house.Client();
        house.Operator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await house.Token());
        return house;
    }

    /// <summary>A second gateway before the same services, with a setting of its own; returns its address.</summary>
    public async Task<(Process Process, Uri Address)> SecondGateway(string setting, string value)
    {
        var address = new Uri($"http://127.0.0.1:{RunningSystem.FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Checkout.Path("gateway", "bin", "Release", "net10.0", "Gateway.dll")]) { RedirectStandardOutput = true };
        foreach (var (key, set) in environment) start.Environment[key] = set;
        foreach (var (port, number) in ports) start.Environment[$"services__{port["port_".Length..]}__http__0"] = $"http://127.0.0.1:{number}";
        (start.Environment["ASPNETCORE_ENVIRONMENT"], start.Environment["ASPNETCORE_URLS"], start.Environment[setting]) =
            ("Development", address.AbsoluteUri, value);
        var process = Process.Start(start)!;
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        await Eventually.Become(async () => (await client.GetAsync(new Uri("/alive", UriKind.Relative))).IsSuccessStatusCode, "the second gateway answers");
        return (process, address);
    }

    /// <summary>Opens a space and returns its id when Calendar knows it.</summary>
    public async Task<Guid> OpenSpace(string slug)
    {
        using var opened = await Operator.PostAsJsonAsync("/api/partners/v1/spaces", new
        {
            slug,
            name = new { fi = slug },
            timeZone = "Europe/Helsinki",
            welfareAreaCode = "03",
            promisedLanguages = new[] { "fi" },
        });
        var space = await opened.Content.ReadFromJsonAsync<JsonElement>();
        if (!opened.IsSuccessStatusCode) throw new InvalidOperationException($"{slug} was not opened: {space}");
        await Eventually.Become(
            async () => (await Anyone.GetAsync(new Uri($"/api/calendar/v1/spaces/{slug}/weeks/2026-W48?language=fi", UriKind.Relative))).IsSuccessStatusCode,
            $"Calendar knows {slug}");
        return space.GetProperty("id").GetGuid();
    }

    /// <summary>Runs SQL on Calendar's database.</summary>
    public async Task Sql(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Command Timeout=300");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Anyone?.Dispose();
        Operator?.Dispose();
        await Command.Try(Checkout.Path("run"), ["reset", "--yes"], environment, TimeSpan.FromMinutes(2));
    }

    private HttpClient Client() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };

    private async Task<string> Token()
    {
        var client = status.GetProperty("administration");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.GetProperty("clientId").GetString()!,
            ["client_secret"] = client.GetProperty("clientSecret").GetString()!,
            ["scope"] = "administration",
        });
        using var answer = await Anyone.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    // NAME=value and NAME="value" lines of a shell.
    private static async Task<Dictionary<string, string>> Settings(string file) =>
        (await File.ReadAllLinesAsync(file)).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));
}
