using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Xunit;

namespace Kivenkolo.Testing;

/// <summary>One of the two servers that every service leans on.</summary>
public enum Server
{
    /// <summary>The database server.</summary>
    Postgres,

    /// <summary>The message broker.</summary>
    RabbitMq,
}

/// <summary>
/// A PostgreSQL and a RabbitMQ of this test process's own, in a directory of their own, gone when it ends, even when it is
/// killed. Use: <c>[assembly: AssemblyFixture(typeof(PrivateServers))]</c> and a constructor parameter.
/// </summary>
public class PrivateServers : IAsyncLifetime
{
    private static readonly string Script = Checkout.Path("scripts", "servers");

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"kivenkolo-{RandomName()}");
    private readonly SemaphoreSlim _one = new(1, 1);
    private Dictionary<string, string> _settings = [];
    private HttpClient? _management;

    /// <summary>Whether PostgreSQL may forget what it has confirmed when it is killed: faster, and wrong for a crash test.</summary>
    protected virtual bool FastDisk => true;

    /// <summary>The database server without a database's name.</summary>
    public string PostgresConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Setting("POSTGRES_HOST"),
        Port = int.Parse(Setting("POSTGRES_PORT"), CultureInfo.InvariantCulture),
        Username = Setting("POSTGRES_USER"),
        Password = Setting("POSTGRES_PASSWORD"),
    }.ConnectionString;

    /// <summary>The address of the broker's default virtual host.</summary>
    public string Messaging => Setting("MESSAGING");

    /// <summary>The address of the broker's management interface, with name and password in <see cref="ManagementClient"/>.</summary>
    public string Management => Setting("MANAGEMENT");

    /// <summary>Speaks to the broker's management interface.</summary>
    public HttpClient ManagementClient => _management ?? throw NotStarted();

    /// <summary>How a service reaches the named database.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(PostgresConnectionString) { Database = database }.ConnectionString;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Run("install");
        await Start([]);
        _settings = await ReadSettings();
        _management = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(Management), Timeout = TimeSpan.FromSeconds(30) };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{Setting("RABBITMQ_USER")}:{Setting("RABBITMQ_PASSWORD")}")));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _management?.Dispose();
        NpgsqlConnection.ClearAllPools();
        await Run("remove", _directory);
        _one.Dispose();
    }

    /// <summary>Makes a database, empty or as a copy of <paramref name="template"/>, and returns how to reach it.</summary>
    public async Task<string> CreateDatabase(string? name = null, string? template = null, CancellationToken cancellation = default)
    {
        name ??= $"test_{RandomName()}";
        // Two clones of one template at the same time refuse each other.
        await _one.WaitAsync(cancellation);
        try
        {
            await Execute($"CREATE DATABASE {Quoted(name)}" + (template is null ? "" : $" TEMPLATE {Quoted(template)}"), cancellation);
        }
        finally { _one.Release(); }
        return ConnectionString(name);
    }

    /// <summary>Removes a database together with the connections to it.</summary>
    public Task DropDatabase(string name, CancellationToken cancellation = default) =>
        Execute($"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)", cancellation);

    /// <summary>Makes a virtual host: a broker of one's own, as far as a service can tell. Returns its address.</summary>
    public async Task<string> CreateVirtualHost(string? name = null, CancellationToken cancellation = default)
    {
        name ??= $"test-{RandomName()}";
        using var created = await ManagementClient.PutAsync(new Uri($"api/vhosts/{name}", UriKind.Relative), null, cancellation);
        created.EnsureSuccessStatusCode();
        using var allowed = await ManagementClient.PutAsJsonAsync(
            new Uri($"api/permissions/{name}/{Setting("RABBITMQ_USER")}", UriKind.Relative),
            new { configure = ".*", write = ".*", read = ".*" }, cancellation);
        allowed.EnsureSuccessStatusCode();
        return $"{Messaging}/{name}";
    }

    /// <summary>Removes a virtual host by the address that <see cref="CreateVirtualHost"/> returned.</summary>
    public async Task DropVirtualHost(string address, CancellationToken cancellation = default)
    {
        using var _ = await ManagementClient.DeleteAsync(
            new Uri($"api/vhosts/{new Uri(address).AbsolutePath.Trim('/')}", UriKind.Relative), cancellation);
    }

    /// <summary>Takes a server away as a power cut would: <c>kill -9</c>.</summary>
    public Task Kill(Server server) => Run("kill", _directory, Name(server));

    /// <summary>Starts a server that was killed, on the same port and with the same data, and returns when it is ready.</summary>
    public Task Start(Server server) => Start([Name(server)]);

    private Task<CommandResult> Start(string[] which) => Run(["start", _directory, .. which, .. which.Length == 0
        ? (string[])["--watch", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "--delete"] : []]);

    private async Task Execute(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private Task<CommandResult> Run(params string[] arguments) =>
        Command.Run(Script, arguments, new() { ["KIVENKOLO_FAST_DISK"] = FastDisk ? "1" : "" }, TimeSpan.FromMinutes(5));

    private async Task<Dictionary<string, string>> ReadSettings() =>
        (await File.ReadAllLinesAsync(Path.Combine(_directory, "servers.env")))
        .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private string Setting(string name) => _settings.TryGetValue(name, out var value) ? value : throw NotStarted();

    private static InvalidOperationException NotStarted() => new("The private servers have not been started.");

    private static string Name(Server server) => server == Server.Postgres ? "postgres" : "rabbitmq";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string RandomName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
}

/// <summary>Private servers whose database keeps what it has confirmed: for tests that kill it.</summary>
public sealed class DurableServers : PrivateServers
{
    /// <inheritdoc/>
    protected override bool FastDisk => false;
}
