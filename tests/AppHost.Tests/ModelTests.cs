namespace Kivenkolo.AppHost.Tests;

public sealed class ModelTests
{
    /// <summary>A change of the model that somebody might make by mistake, and what is then told.</summary>
    private static readonly Dictionary<string, Action<IDistributedApplicationTestingBuilder>> Mistakes = new()
    {
        ["services/Calendar is not in AppHost"] = builder => Remove(builder, "calendar"),
        ["services/Web is called pages"] = builder => builder.AddProject("pages", Checkout.Path("services", "Web", "Web.csproj")),
        ["calendar opens calendardb and is given calendardb, partnersdb"] =
            builder => Project(builder, "calendar").WithReference(Connection(builder, "partnersdb")),
        ["calendar opens messaging and is given "] = builder => Forget(builder, "calendar", "ConnectionStrings__messaging"),
        ["calendar has no command to replay its messages"] = builder => Drop<ResourceCommandAnnotation>(builder, "calendar"),
        ["gateway is not told where web is"] = builder => Forget(builder, "gateway", "services__web__http__0"),
        ["participation is told where calendar is"] = builder => Project(builder, "participation").WithReference(Project(builder, "calendar")),
        ["identity reads Identity__KeyProtectionSecret and is not told it"] = builder => Forget(builder, "identity", "Identity__KeyProtectionSecret"),
        ["partners sends mail and is not told Smtp__Host"] = builder => Forget(builder, "partners", "Smtp__Host"),
        ["calendar is not told Public__Address"] = builder => Forget(builder, "calendar", "Public__Address"),
        ["gateway is told Gateway__Trusted and reads no such key"] = builder => Project(builder, "gateway").WithEnvironment("Gateway__Trusted", "*"),
        ["web believes anyone's X-Forwarded-For"] = builder => Project(builder, "web").WithEnvironment("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"),
        ["web has health checks "] = builder => Drop<HealthCheckAnnotation>(builder, "web"),
        ["calendar does not wait for messaging"] = builder => Drop<WaitAnnotation>(builder, "calendar", wait => wait.Resource.Name == "messaging"),
        ["demo does not wait for partners"] = builder => Drop<WaitAnnotation>(builder, "demo", wait => wait.Resource.Name == "partners"),
        ["calendar has no migration"] = builder => Remove(builder, "calendar-migration"),
        ["calendar does not wait for its migration"] =
            builder => Drop<WaitAnnotation>(builder, "calendar", wait => wait.WaitType == WaitType.WaitForCompletion),
        ["calendar-migration is not shown under its service"] = builder => Drop<ResourceRelationshipAnnotation>(builder, "calendar-migration"),
        ["calendar-migration does not wait for calendardb"] = builder => Drop<WaitAnnotation>(builder, "calendar-migration"),
        ["calendar-migration is told More, which its service is not"] = builder => Project(builder, "calendar-migration").WithEnvironment("More", "x"),
        ["identity-migration makes clients and is not told their secrets"] = builder => Forget(builder, "identity-migration", "Bootstrap__WebClientSecret"),
        ["the outside reaches web, gateway"] = builder => Project(builder, "web").WithExternalHttpEndpoints(),
        ["the public address is http://localhost:8080, and the gateway is on 8081"] =
            builder => Project(builder, "gateway").WithEndpoint("http", http => http.Port = 8081),
        ["the gateway has an address of its own"] = builder => Project(builder, "gateway").WithEnvironment("Public__Address", "http://gateway"),
        ["docs/architecture.md does not show placementsdb"] = builder => builder.AddConnectionString("placementsdb"),
    };

    public static TheoryData<string> Told => [.. Mistakes.Keys];

    [Fact]
    public async Task AppHost_says_what_the_sources_the_script_and_the_documents_say()
    {
        await using var builder = await AppHost.Model();
        Assert.Empty(await Faults.Of(builder));
    }

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_mistake_is_found(string told)
    {
        await using var builder = await AppHost.Model();
        Mistakes[told](builder);
        Assert.Contains(told, await Faults.Of(builder));
    }

    [Fact]
    public async Task A_port_that_run_does_not_listen_on_is_found()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--servers=existing", "--port=8081"], TestContext.Current.CancellationToken);
        Assert.Equal(["./run listens elsewhere than on 8081"], await Faults.Of(builder));
    }

    [Fact]
    public async Task Servers_are_containers_with_volumes_that_outlive_a_run_unless_told_otherwise()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([], TestContext.Current.CancellationToken);
        Assert.Equal(6, builder.Resources.OfType<PostgresDatabaseResource>().Count());
        foreach (var server in builder.Resources.Where(resource => resource is PostgresServerResource or RabbitMQServerResource))
        {
            Assert.Contains(server.Annotations.OfType<ContainerMountAnnotation>(), mount => mount.Type == ContainerMountType.Volume);
            Assert.Equal(ContainerLifetime.Persistent, Assert.Single(server.Annotations.OfType<ContainerLifetimeAnnotation>()).Lifetime);
            Assert.NotEmpty(server.Annotations.OfType<HealthCheckAnnotation>());
        }
        Assert.Equal(["messaging", "postgres"], builder.Resources.OfType<ContainerResource>().Select(server => server.Name).Order(StringComparer.Ordinal));
        Assert.Empty(await Faults.Of(builder));
    }

    [Fact]
    public async Task Servers_that_are_neither_containers_nor_local_nor_existing_are_refused()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => AppHost.Model("borrowed"));
        Assert.Contains("servers is containers, local or existing, not 'borrowed'.", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_has_the_value_that_is_configured_before_its_own()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--servers=existing", "--Parameters:smtp-from=kolo@example.org"], TestContext.Current.CancellationToken);
        Assert.Equal("kolo@example.org", await Value("smtp-from"));
        Assert.Equal("", await Value("smtp-user"));
        Assert.Equal("http://localhost:8080", await Value("public-address"));

        async Task<string?> Value(string name) =>
            await builder.Resources.OfType<ParameterResource>().Single(one => one.Name == name).GetValueAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Services_leave_their_endpoints_to_whoever_starts_them() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Checkout.Path("services"), "launchSettings.json", SearchOption.AllDirectories).Concat(
            Directory.EnumerateFiles(Checkout.Path("gateway"), "launchSettings.json", SearchOption.AllDirectories)), _ => true);

    private static IResourceBuilder<ProjectResource> Project(IDistributedApplicationTestingBuilder builder, string name) =>
        builder.CreateResourceBuilder<ProjectResource>(name);

    private static IResourceBuilder<IResourceWithConnectionString> Connection(IDistributedApplicationTestingBuilder builder, string name) =>
        builder.CreateResourceBuilder((IResourceWithConnectionString)builder.Resources.Single(resource => resource.Name == name));

    private static void Remove(IDistributedApplicationTestingBuilder builder, string name) =>
        builder.Resources.Remove(builder.Resources.Single(resource => resource.Name == name));

    private static void Forget(IDistributedApplicationTestingBuilder builder, string name, string key) =>
        Project(builder, name).WithEnvironment(context => context.EnvironmentVariables.Remove(key));

    private static void Drop<T>(IDistributedApplicationTestingBuilder builder, string name, Predicate<T>? which = null) where T : IResourceAnnotation
    {
        var annotations = builder.Resources.Single(resource => resource.Name == name).Annotations;
        foreach (var annotation in annotations.OfType<T>().Where(annotation => which is null || which(annotation)).ToArray()) annotations.Remove(annotation);
    }
}
