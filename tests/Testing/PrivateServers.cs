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
/// A PostgreSQL and a RabbitMQ for tests: the pair that <c>./test</c> shares among its projects, or where there is none a pair of this
/// process's own, gone when it ends, even when it is killed. Databases and virtual hosts keep tests apart.
/// Use: <c>[assembly: AssemblyFixture(typeof(PrivateServers))]</c> and a constructor parameter.
/// </summary>
public class PrivateServers : IAsyncLifetime
{
    /// <summary>Names the directory of the pair that <c>./test</c> has started.</summary>
    public const string SharedPair = "KIVENKOLO_TEST_SERVERS";

    private static readonly string Script = Checkout.Path("scripts", "servers");
    private static readonly string? Shared = Environment.GetEnvironmentVariable(SharedPair);

    private readonly string _own = Path.Combine(Path.GetTempPath(), $"kivenkolo-{RandomName()}");
    private Dictionary<string, string> _settings = [];
    private HttpClient? _management;

    /// <summary>Whether the servers may be killed: then they are never the shared pair, and PostgreSQL keeps what it has confirmed.</summary>
    protected virtual bool ForCrashes => false;

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
        if (!IsShared)
        {
            await Run("install");
            await Start([]);
        }
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
        if (!IsShared) await Run("remove", _own);
    }

    /// <summary>Makes a database, empty or as a copy of <paramref name="template"/>, and returns how to reach it.</summary>
    public async Task<string> CreateDatabase(string? name = null, string? template = null, CancellationToken cancellation = default)
    {
        name ??= $"test_{RandomName()}";
        await using var connection = await Open(cancellation);
        // Two clones of one template at the same time refuse each other.
        if (template is not null) await Lock(connection, template, cancellation);
        await Execute(connection, $"CREATE DATABASE {Quoted(name)}" + (template is null ? "" : $" TEMPLATE {Quoted(template)}"), cancellation);
        return ConnectionString(name);
    }

    /// <summary>A database to be cloned, made by whichever process needs it first.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="make">Creates and fills the database to which it is given the way.</param>
    public async Task<string> Template(string name, Func<string, Task> make)
    {
        await using var connection = await Open(default);
        await Lock(connection, name, default);
        await using var made = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", connection)
        { Parameters = { new() { Value = name } } };
        if (await made.ExecuteScalarAsync() is not null) return name;
        await Execute(connection, $"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)", default); // half-made by a process that was killed
        await make($"{ConnectionString(name)};Pooling=false");
        await Execute(connection, $"ALTER DATABASE {Quoted(name)} IS_TEMPLATE true", default);
        return name;
    }

    /// <summary>Removes a database together with the connections to it.</summary>
    public async Task DropDatabase(string name, CancellationToken cancellation = default)
    {
        await using var connection = await Open(cancellation);
        await Execute(connection, $"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)", cancellation);
    }

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
    public Task Kill(Server server) => ForCrashes
        ? Run("kill", _own, Name(server))
        : throw new InvalidOperationException($"Others use these servers; one that is killed is of {nameof(DurableServers)}.");

    /// <summary>Starts a server that was killed, on the same port and with the same data, and returns when it is ready.</summary>
    public Task Start(Server server) => Start([Name(server)]);

    private bool IsShared => !ForCrashes && !string.IsNullOrEmpty(Shared);

    private Task<CommandResult> Start(string[] which) => Run(["start", _own, .. which, .. which.Length == 0
        ? (string[])["--watch", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "--delete"] : []]);

    private async Task<NpgsqlConnection> Open(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    // Among all processes that use these servers, until the connection is closed.
    private static Task Lock(NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        Execute(connection, $"SELECT pg_advisory_lock(hashtext('{name.Replace("'", "''", StringComparison.Ordinal)}'))", cancellation);

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private Task<CommandResult> Run(params string[] arguments) =>
        Command.Run(Script, arguments, new() { ["KIVENKOLO_FAST_DISK"] = ForCrashes ? "" : "1" }, TimeSpan.FromMinutes(5));

    private async Task<Dictionary<string, string>> ReadSettings() =>
        (await File.ReadAllLinesAsync(Path.Combine(IsShared ? Shared! : _own, "servers.env")))
        .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private string Setting(string name) => _settings.TryGetValue(name, out var value) ? value : throw NotStarted();

    private static InvalidOperationException NotStarted() => new("The private servers have not been started.");

    private static string Name(Server server) => server == Server.Postgres ? "postgres" : "rabbitmq";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string RandomName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
}

/// <summary>Servers that no other test process uses and whose database keeps what it has confirmed: for tests that kill them.</summary>
public sealed class DurableServers : PrivateServers
{
    /// <inheritdoc/>
    protected override bool ForCrashes => true;
}
