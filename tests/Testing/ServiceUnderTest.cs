using System.Collections.Concurrent;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.ServiceDefaults.Access;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Kivenkolo.Testing;

/// <summary>How a service under test differs from the one that would run.</summary>
public sealed class TestSettings
{
    /// <summary>Stops the service's clock at this instant; null lets real time pass.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Configuration keys of the test's own.</summary>
    public Dictionary<string, string> Configuration { get; init; } = [];

    /// <summary>Replaces what stands for the outside: mail, other people's HTTP.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}

/// <summary>
/// One service, whole, in this process: its real pipeline, a database of its own cloned from a migrated template, a virtual host
/// of its own, tokens signed by the tests. The database is named after the assembly: <c>Calendar</c> has <c>calendardb</c>.
/// </summary>
public sealed class ServiceUnderTest<TProgram> : IAsyncDisposable where TProgram : class
{
    private static readonly ConcurrentDictionary<PrivateServers, Lazy<Task<string>>> Templates = new();

    private readonly PrivateServers _servers;
    private readonly Factory _factory;
    private readonly OutsideWorld _outside;
    private readonly string? _database;
    private readonly string _messaging;

    private ServiceUnderTest(PrivateServers servers, Factory factory, OutsideWorld outside, string? database, string messaging, FakeTimeProvider? clock) =>
        (_servers, _factory, _outside, _database, _messaging, Clock) = (servers, factory, outside, database, messaging, clock);

    /// <summary>The service's clock when the settings stopped it.</summary>
    public FakeTimeProvider? Clock { get; }

    /// <summary>The service's container, for what no address shows.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>The other services: tells events, hears events.</summary>
    public OutsideWorld Outside => _outside;

    /// <summary>The address of the service's virtual host.</summary>
    public string Messaging => _messaging;

    /// <summary>How to reach the service's database.</summary>
    public string ConnectionString => _database ?? throw new InvalidOperationException($"{Name} has no database.");

    private static string Name => typeof(TProgram).Assembly.GetName().Name!;

    private static bool HasDatabase => typeof(TProgram).Assembly.GetTypes().Any(type => !type.IsAbstract && IsDbContext(type));

    /// <summary>Starts the service on the given servers; returns when it answers.</summary>
    public static async Task<ServiceUnderTest<TProgram>> Start(PrivateServers servers, TestSettings? settings = null)
    {
        settings ??= new TestSettings();
        var messaging = await servers.CreateVirtualHost();
        var joining = OutsideWorld.Join(messaging);
        var database = HasDatabase ? await Clone(servers) : null;
        var outside = await joining;
        var clock = settings.Now is { } now ? new FakeTimeProvider(now) : null;
        var factory = new Factory(Configuration(database, messaging, settings), services =>
        {
            if (clock is not null) services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            settings.Services?.Invoke(services);
        });
        var service = new ServiceUnderTest<TProgram>(servers, factory, outside, database, messaging, clock);
        using var client = service.Client();
        await Eventually.Become(
            async () => (await client.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode, $"{Name} is ready", TimeSpan.FromSeconds(60));
        // A service answers while the broker is away; a test that tells it something must not do so before its queues are bound.
        if (service.Services.GetService<IBusControl>() is { } bus)
            await Eventually.Become(() => bus.CheckHealth().Status == BusHealthStatus.Healthy, $"{Name} hears", TimeSpan.FromSeconds(60));
        return service;
    }

    /// <summary>A client without a token that follows no redirect.</summary>
    public HttpClient Client() => _factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>A client that speaks as a person with the role.</summary>
    public HttpClient As(Role role, string space = "kivenkolo") => Client().As(role, space);

    /// <summary>A client that speaks as the space's coordinator.</summary>
    public HttpClient AsCoordinator(string space = "kivenkolo") => Client().AsCoordinator(space);

    /// <summary>A client that speaks as a partner's system.</summary>
    public HttpClient AsPartner(string space, Guid organisationId, params string[] scopes) => Client().AsPartner(space, organisationId, scopes);

    /// <summary>A client that speaks as the welfare area's operator.</summary>
    public HttpClient AsAdministration() => Client().AsAdministration();

    /// <summary>Tells the service an event, as its owner would.</summary>
    public Task Publish<T>(T message) where T : class => _outside.Publish(message);

    /// <summary>Tells the service an event and returns when it has taken it, whatever it made of it.</summary>
    public async Task Consumed<T>(T message) where T : class
    {
        var id = Guid.CreateVersion7();
        await _outside.Publish(message, id);
        await Eventually.Become(async () => await Scalar("select 1 from inbox where message_id = $1", id) is not null, $"{typeof(T).Name} is taken");
    }

    /// <summary>Awaits an event that the service tells.</summary>
    public Task<T> Published<T>(Func<T, bool>? which = null, TimeSpan? deadline = null) where T : class => _outside.Await(which, deadline);

    /// <summary>Tells the service of a space and returns its id when the service knows it.</summary>
    public async Task<Guid> OpenSpace(string slug = "kivenkolo", string timeZone = "Europe/Helsinki", long version = 1, Guid? id = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var space = id ?? Guid.CreateVersion7(now);
        await Publish(new SpaceChanged
        {
            SpaceId = space,
            Slug = slug,
            Name = new LocalizedText("fi", char.ToUpperInvariant(slug[0]) + slug[1..]),
            TimeZone = timeZone,
            WelfareAreaCode = "03",
            PromisedLanguages = ["fi", "fi-simple", "sv"],
            OfferedLanguages = ["en", "ar", "ckb"],
            Version = version,
            OccurredAt = Clock?.GetUtcNow() ?? now,
        });
        await Eventually.Become(async () => await Scalar("select 1 from spaces where id = $1", space) is not null, $"{Name} knows the space {slug}");
        return space;
    }

    /// <summary>The rows of a query on the service's database, by column name.</summary>
    public async Task<List<Dictionary<string, object?>>> Query(string sql, params object[] values)
    {
        await using var connection = await Open();
        await using var command = Prepare(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, object?>>();
        while (await reader.ReadAsync())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i)));
        return rows;
    }

    /// <summary>The first value of the first row; null when there is none.</summary>
    public async Task<object?> Scalar(string sql, params object[] values)
    {
        await using var connection = await Open();
        await using var command = Prepare(connection, sql, values);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _outside.DisposeAsync();
        await _servers.DropVirtualHost(_messaging);
        if (_database is null) return;
        await _servers.DropDatabase(new NpgsqlConnectionStringBuilder(_database).Database!);
    }

    private async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static NpgsqlCommand Prepare(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        return command;
    }

    private static async Task<string> Clone(PrivateServers servers) => await servers.CreateDatabase(
        template: await Templates.GetOrAdd(servers, s => new Lazy<Task<string>>(() => Migrate(s))).Value);

    // The service's own `--migrate`, as ./run and a cluster's job call it, once for all tests on these servers.
    private static Task<string> Migrate(PrivateServers servers) => servers.Template($"template_{Name.ToLowerInvariant()}", database =>
    {
        var settings = Configuration(database, servers.Messaging, new TestSettings());
        string[] arguments = [.. settings.Select(setting => $"--{setting.Key}={setting.Value}"), "--migrate"]; // last: it would take the next one for its value
        return Task.Run(() => typeof(TProgram).Assembly.EntryPoint!.Invoke(null, [arguments]));
    });

    private static Dictionary<string, string> Configuration(string? database, string messaging, TestSettings settings)
    {
        var configuration = new Dictionary<string, string>
        {
            ["ConnectionStrings:messaging"] = messaging,
            ["Identity:Issuer"] = TestTokens.Issuer,
            ["Identity:Jwks"] = TestTokens.KeySet,
            ["Public:Address"] = "http://localhost",
            ["contentRoot"] = ContentRoot(),
            ["environment"] = "Development",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        if (database is not null) configuration[$"ConnectionStrings:{Name.ToLowerInvariant()}db"] = database;
        // Tests are more eager than people; the limits have tests of their own, which set them.
        foreach (var limit in Enum.GetNames<ServiceDefaults.RateLimits.RateLimit>()) configuration[$"RateLimits:{limit}"] = "100000";
        foreach (var (key, value) in settings.Configuration) configuration[key] = value;
        return configuration;
    }

    private static string ContentRoot() =>
        new[] { Checkout.Path("services", Name), Checkout.Path(Name.ToLowerInvariant()) }.FirstOrDefault(Directory.Exists) ?? AppContext.BaseDirectory;

    private static bool IsDbContext(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
            if (parent.FullName == "Microsoft.EntityFrameworkCore.DbContext") return true;
        return false;
    }

    private sealed class Factory(Dictionary<string, string> configuration, Action<IServiceCollection> change) : WebApplicationFactory<TProgram>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in configuration) builder.UseSetting(key, value);
            builder.ConfigureTestServices(change);
        }
    }
}
