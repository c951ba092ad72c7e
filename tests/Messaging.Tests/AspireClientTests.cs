using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using RabbitMQ.Client;

namespace Kivenkolo.Messaging.Tests;

/// <summary>Aspire's client integrations behave as the house needs, and as it sets them up: a newer version that does not is found here.</summary>
[Collection(nameof(NotBesideOthers))]
public sealed class AspireClientTests
{
    private static readonly (string Key, string Value)[] Sections =
    [
        ("Aspire:Npgsql:ConnectionString", "Host=section"), ("Aspire:RabbitMQ:Client:ConnectionString", "amqp://section"),
        ("Aspire:Npgsql:db:ConnectionString", "Host=named"), ("Aspire:RabbitMQ:Client:mq:ConnectionString", "amqp://named"),
        ("ConnectionStrings:db", "Host=string"), ("ConnectionStrings:mq", "amqp://string"),
    ];

    [Theory]
    [InlineData(2, "section")]
    [InlineData(4, "named")]
    [InlineData(6, "string")]
    public async Task The_named_section_comes_after_the_section_and_the_connection_string_after_both(int set, string wins)
    {
        await using var app = Build(Sections[..set]);
        Assert.Equal(wins, new NpgsqlConnectionStringBuilder(app.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString).Host);
        Assert.Equal(wins, ((ConnectionFactory)app.Services.GetRequiredService<IConnectionFactory>()).HostName);
    }

    [Fact]
    public async Task What_the_caller_says_comes_last()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(Sections.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddNpgsqlDataSource("db", settings =>
            settings.ConnectionString = "Host=caller", source => source.ConnectionStringBuilder.ApplicationName = "told");
        builder.AddRabbitMQClient("mq", settings => settings.ConnectionString = "amqp://caller", factory => factory.ClientProvidedName = "told");
        await using var app = builder.Build();
        var database = new NpgsqlConnectionStringBuilder(app.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        Assert.Equal(("caller", "told"), (database.Host, database.ApplicationName));
        var broker = (ConnectionFactory)app.Services.GetRequiredService<IConnectionFactory>();
        Assert.Equal(("caller", "told"), (broker.HostName, broker.ClientProvidedName));
    }

    [Fact]
    public async Task The_brokers_own_settings_are_read_from_their_section()
    {
        await using var app = Build([.. Sections, ("Aspire:RabbitMQ:Client:ConnectionFactory:RequestedChannelMax", "7"),
            ("Aspire:RabbitMQ:Client:mq:ConnectionFactory:VirtualHost", "house")]);
        var broker = (ConnectionFactory)app.Services.GetRequiredService<IConnectionFactory>();
        Assert.Equal((7, "house"), ((int)broker.RequestedChannelMax, broker.VirtualHost));
    }

    [Fact]
    public async Task Without_a_connection_string_the_first_use_of_the_database_says_what_is_missing_and_the_broker_is_as_its_section_says()
    {
        await using var app = Build([("Aspire:RabbitMQ:Client:ConnectionFactory:HostName", "section")]);
        Assert.Contains("'ConnectionStrings:db'", Assert.Throws<InvalidOperationException>(() => app.Services.GetRequiredService<NpgsqlDataSource>()).Message,
            StringComparison.Ordinal);
        Assert.Equal("section", ((ConnectionFactory)app.Services.GetRequiredService<IConnectionFactory>()).HostName);
    }

    [Fact]
    public async Task A_database_away_makes_unready_and_a_broker_away_degraded_and_neither_holds_up_who_asks()
    {
        await using var app = Build(Sections);
        var checks = app.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.ToDictionary(check => check.Name);
        Assert.Equal(HealthStatus.Unhealthy, checks["PostgreSql"].FailureStatus);
        Assert.Equal(HealthStatus.Degraded, checks["RabbitMQ.Client"].FailureStatus);
        Assert.All(checks.Values, check => Assert.InRange(check.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Health_answers_while_the_broker_is_tried_again()
    {
        var address = $"amqp://127.0.0.1:{RunningSystem.FreePort()}";
        await using var app = Build([("ConnectionStrings:db", "Host=127.0.0.1;Port=1"), ("ConnectionStrings:mq", address),
            ("Aspire:RabbitMQ:Client:MaxConnectRetryCount", "1")]);
        var health = app.Services.GetRequiredService<HealthCheckService>();
        var began = Stopwatch.GetTimestamp();
        for (var asked = 0; asked < 2; asked++)
        {
            var report = await health.CheckHealthAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HealthStatus.Degraded, report.Entries["RabbitMQ.Client"].Status);
            Assert.Equal(HealthStatus.Unhealthy, report.Entries["PostgreSql"].Status);
        }
        // A second's pause before the one retry; then it is over.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Checks_spans_and_meters_have_their_names_and_can_be_left_out(bool without)
    {
        (string, string)[] off = without
            ? [.. new[] { "Npgsql", "RabbitMQ:Client" }
                .SelectMany(client => new[] { "HealthChecks", "Tracing", "Metrics" }.Select(what => ($"Aspire:{client}:Disable{what}", "true")))]
            : [];
        await using var app = Build([.. Sections, .. off]);
        using var tracer = app.Services.GetService<TracerProvider>();
        using var metrics = app.Services.GetRequiredService<MeterProvider>();
        foreach (var name in (string[])["Npgsql", "Aspire.RabbitMQ.Client", "RabbitMQ.Client.Publisher"])
        {
            using var source = new ActivitySource(name);
            Assert.Equal(!without, source.HasListeners());
        }
        using var meter = new Meter("Npgsql");
        Assert.Equal(!without, meter.CreateCounter<int>("anything").Enabled);
        var checks = app.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(check => check.Name).ToList();
        foreach (var name in (string[])["PostgreSql", "RabbitMQ.Client"]) Assert.Equal(!without, checks.Contains(name));
    }

    private static WebApplication Build((string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddServiceDefaults("Sample");
        builder.AddNpgsqlDataSource("db");
        builder.AddRabbitMQClient("mq");
        builder.DegradeWithoutBroker();
        // A meter is measured only when somebody reads it.
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddReader(new BaseExportingMetricReader(new Nowhere())));
        return builder.Build();
    }

    private sealed class Nowhere : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
