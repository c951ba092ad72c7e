using System.Globalization;
using Kivenkolo.Demo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kivenkolo.SystemTests;

/// <summary>Demo fills an empty system, and only an empty one.</summary>
public sealed class DemoTests(DemoTests.OwnSystem system) : IClassFixture<DemoTests.OwnSystem>
{
    private static readonly string[] Databases = ["identitydb", "partnersdb", "calendardb", "participationdb", "communicationsdb"];

    [Fact]
    public async Task A_second_run_changes_nothing_and_tells_nothing_and_neither_does_one_of_another_week()
    {
        var before = await Settled();
        Assert.Contains(before.Keys, table => table == "calendardb activities");

        await Fill(TimeProvider.System);
        Assert.Equal(before, await Settled());

        await Fill(new Later(TimeSpan.FromDays(9)));
        Assert.Equal(before, await Settled());
    }

    [Fact]
    public async Task The_programme_of_a_week_is_there_in_every_promised_language()
    {
        using var http = system.Running.Client();
        foreach (var language in Content.Space.PromisedLanguages)
        {
            var week = await http.GetStringAsync(new Uri($"/api/calendar/v1/spaces/kivenkolo/weeks/{ThisWeek()}?language={language}", UriKind.Relative));
            Assert.All(Content.Programme, activity => Assert.Contains(activity.Id.ToString(), week, StringComparison.Ordinal));
            Assert.Contains("\"missing\":[]", week, StringComparison.Ordinal);
        }
    }

    private async Task Fill(TimeProvider clock)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bootstrap:AdministrationClientId"] = system.Running.Administration.ClientId,
            ["Bootstrap:AdministrationClientSecret"] = system.Running.Administration.ClientSecret,
            ["Demo:CoordinatorPassword"] = system.Running.Coordinator.Password,
            ["Demo:FacilitatorPassword"] = system.Running.Facilitator.Password,
            ["Demo:CredentialsFile"] = Path.Combine(system.Running.Data, "partner.json"),
        }).Build();
        using var http = system.Running.Client();
        await new Filling(new PublicApi(http, configuration, clock), configuration, clock, NullLogger<Filling>.Instance).Run(TestContext.Current.CancellationToken);
    }

    // What the first run told has been carried and heard when no outbox has a due row and nothing changes from one look to the next.
    private async Task<SortedDictionary<string, string>> Settled()
    {
        SortedDictionary<string, string>? last = null;
        return await Eventually.Get(async () =>
        {
            var now = await Snapshot();
            var same = last is not null && now.SequenceEqual(last);
            last = now;
            return same ? now : null;
        }, "the system has come to rest", TimeSpan.FromSeconds(60));
    }

    // Every row of every table, as a digest. Tokens come and go by themselves.
    private async Task<SortedDictionary<string, string>> Snapshot()
    {
        var servers = (await File.ReadAllLinesAsync(Path.Combine(system.Running.Data, "servers", "servers.env")))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var tables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var database in Databases)
        {
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
            {
                Host = servers["POSTGRES_HOST"],
                Port = int.Parse(servers["POSTGRES_PORT"], CultureInfo.InvariantCulture),
                Username = servers["POSTGRES_USER"],
                Password = servers["POSTGRES_PASSWORD"],
                Database = database,
            });
            var names = new List<string>();
            await using (var list = source.CreateCommand("select tablename from pg_tables where schemaname = 'public' and tablename not like '%token%' order by 1"))
            await using (var reader = await list.ExecuteReaderAsync())
                while (await reader.ReadAsync()) names.Add(reader.GetString(0));
            foreach (var name in names)
            {
                await using var digest = source.CreateCommand($"select count(*) || ' ' || coalesce(md5(string_agg(row::text, '|' order by row::text)), '') from \"{name}\" as row");
                tables[$"{database} {name}"] = (string)(await digest.ExecuteScalarAsync())!;
            }
        }
        return tables;
    }

    private static string ThisWeek()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Content.Space.TimeZone);
        return Weeks.Name(Weeks.MondayOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone).DateTime)));
    }

    /// <summary>The real clock, some days on.</summary>
    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    /// <summary>A system that no other test works in meanwhile.</summary>
    public sealed class OwnSystem : IAsyncLifetime
    {
        public RunningSystem Running { get; } = new();

        public ValueTask InitializeAsync() => Running.InitializeAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
