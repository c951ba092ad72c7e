#:sdk Aspire.AppHost.Sdk@13.5.2
#:package Aspire.Hosting.PostgreSQL@13.5.2
#:package Aspire.Hosting.RabbitMQ@13.5.2
#:package Aspire.Hosting.Docker@13.5.2
#:package Aspire.Hosting.Kubernetes@13.5.2-preview.1.*
#:project ../services/Identity/Identity.csproj
#:project ../services/Partners/Partners.csproj
#:project ../services/Calendar/Calendar.csproj
#:project ../services/Participation/Participation.csproj
#:project ../services/Communications/Communications.csproj
#:project ../services/Web/Web.csproj
#:project ../gateway/Gateway.csproj
#:project ../services/Demo/Demo.csproj
#:property NoWarn=ASPIRE010;ASPIREPROBES001

using Aspire.Hosting.Kubernetes.Resources;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Serialization;

var builder = DistributedApplication.CreateBuilder(args);
var toKubernetes = builder.Configuration["target"] == "k8s";
var running = builder.ExecutionContext.IsRunMode;

if (toKubernetes)
    builder.AddKubernetesEnvironment("k8s")
        .WithHelm(h => h.WithChartName("kivenkolo").WithChartVersion("0.1.0").WithNamespace("kivenkolo"))
        .WithProperties(k => { k.DefaultStorageType = "pvc"; k.DefaultStorageSize = "5Gi"; });
else
    builder.AddDockerComposeEnvironment("compose").WithDashboard(d => d.WithHostPort(18888));

// ------------------------------------------------------------------------------------------------- servers

// useExistingServers=true takes PostgreSQL and RabbitMQ from ConnectionStrings:<name> in place of containers.
var existing = builder.Configuration.GetValue("useExistingServers", false);
var postgres = existing ? null : builder.AddPostgres("postgres").WithDataVolume();
IResourceBuilder<IResourceWithConnectionString> Database(string name) => postgres is null ? builder.AddConnectionString(name) : postgres.AddDatabase(name);

var identityDb = Database("identitydb");
var partnersDb = Database("partnersdb");
var calendarDb = Database("calendardb");
var participationDb = Database("participationdb");
var communicationsDb = Database("communicationsdb");
IResourceBuilder<IResourceWithConnectionString> messaging = existing
    ? builder.AddConnectionString("messaging")
    // Its data lies under the node's name, which follows the container's host name unless it is given.
    : builder.AddRabbitMQ("messaging").WithDataVolume().WithManagementPlugin().WithEnvironment("RABBITMQ_NODENAME", "messaging@localhost");

// ---------------------------------------------------------------------------------------------- parameters

// The address as people see it: https outside Development, so a published system is told it, and has none that would only seem to work.
var publicAddress = builder.AddParameter("public-address", () => builder.Configuration["Parameters:public-address"] ?? "http://localhost:8080", publishValueAsDefault: running);
// The proxy that ends TLS before the gateway: an address or a network.
var trustedProxies = Setting("gateway-trusted-proxies", "");
var administrationSecret = Generated("administration-secret");
var webClientSecret = Generated("web-client-secret");
var keyProtectionSecret = Generated("key-protection-secret");
var smtpHost = Setting("smtp-host", "localhost");
var smtpPort = Setting("smtp-port", running ? "2525" : "587");
var smtpUseTls = Setting("smtp-use-tls", running ? "false" : "true");
var smtpFrom = Setting("smtp-from", "no-reply@kivenkolo.example");
var smtpUser = Setting("smtp-user", "");
var smtpPassword = builder.AddParameter("smtp-password", () => builder.Configuration["Parameters:smtp-password"] ?? "", secret: true);

// ------------------------------------------------------------------------------------------------ services

var identity = AddService<Projects.Identity>("identity", identityDb, null, p => p
    .WithEnvironment("Identity__KeyProtectionSecret", keyProtectionSecret)
    .WithEnvironment("Bootstrap__AdministrationClientId", "administration")
    .WithEnvironment("Bootstrap__AdministrationClientSecret", administrationSecret)
    .WithEnvironment("Bootstrap__WebClientSecret", webClientSecret));
var partners = AddService<Projects.Partners>("partners", partnersDb, messaging, p => Mailing(p.WithReference(identity)));
var calendar = AddService<Projects.Calendar>("calendar", calendarDb, messaging, p => Mailing(p.WithReference(identity)));
var participation = AddService<Projects.Participation>("participation", participationDb, messaging, p => p.WithReference(identity));
var communications = AddService<Projects.Communications>("communications", communicationsDb, messaging, p => Mailing(p.WithReference(identity)));
var web = AddService<Projects.Web>("web", null, null, p => p
    .WithReference(identity).WithReference(partners).WithReference(calendar).WithReference(participation).WithReference(communications)
    .WithEnvironment("Bootstrap__WebClientSecret", webClientSecret));
// The keys of Web's cookies outlive its container, or every replacement would sign all staff out. The home of the image's own user, who may write there.
if (!running)
    web.WithAnnotation(new ContainerMountAnnotation("web-keys", "/home/app", ContainerMountType.Volume, isReadOnly: false))
        .WithEnvironment("DataProtection__Directory", "/home/app/keys");

// The one address that the outside reaches.
var gateway = Listening(Configured(builder.AddProject<Projects.Gateway>("gateway")).WithHttpEndpoint(port: 8080))
    .WithReference(identity).WithReference(partners).WithReference(calendar).WithReference(participation).WithReference(communications).WithReference(web)
    .WithEnvironment("Gateway__TrustedProxies__0", trustedProxies)
    .WithExternalHttpEndpoints();

if (running)
    Configured(builder.AddProject<Projects.Demo>("demo")).WithReference(gateway).WaitFor(gateway)
        .WaitFor(identity).WaitFor(partners).WaitFor(calendar).WaitFor(participation).WaitFor(communications)
        .WithEnvironment("Bootstrap__AdministrationClientId", "administration")
        .WithEnvironment("Bootstrap__AdministrationClientSecret", administrationSecret)
        .WithEnvironment("Demo__CoordinatorPassword", Generated("coordinator-password"))
        .WithEnvironment("Demo__FacilitatorPassword", Generated("facilitator-password"))
        .WithEnvironment("Demo__CredentialsFile", Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", ".data", "apphost-partner.json")));

builder.Build().Run();

// -------------------------------------------------------------------------------------- what they all have

// A parameter with a value of its own does not look for another in Parameters:<name>; hence the question.
IResourceBuilder<ParameterResource> Setting(string name, string value) =>
    builder.AddParameter(name, () => builder.Configuration[$"Parameters:{name}"] ?? value, publishValueAsDefault: true);

IResourceBuilder<ParameterResource> Generated(string name) => builder.AddParameter(
    name, new GenerateParameterDefault { MinLength = 32, MinUpper = 1, MinLower = 1, MinNumeric = 1, Special = false }, secret: true, persist: true);

// A service that sends mail knows the mail server.
IResourceBuilder<ProjectResource> Mailing(IResourceBuilder<ProjectResource> service) => service
    .WithEnvironment("Smtp__Host", smtpHost).WithEnvironment("Smtp__Port", smtpPort).WithEnvironment("Smtp__UseTls", smtpUseTls)
    .WithEnvironment("Smtp__From", smtpFrom).WithEnvironment("Smtp__User", smtpUser).WithEnvironment("Smtp__Password", smtpPassword);

// A service listens on an endpoint of its own; one with a database starts when its migration has run to the end.
IResourceBuilder<ProjectResource> AddService<TProject>(
    string name, IResourceBuilder<IResourceWithConnectionString>? database, IResourceBuilder<IResourceWithConnectionString>? broker,
    Action<IResourceBuilder<ProjectResource>> configure) where TProject : IProjectMetadata, new()
{
    var service = Listening(Configured(builder.AddProject<TProject>(name)).WithHttpEndpoint());
    configure(service);
    if (broker is not null) service.WithReference(broker).WaitFor(broker);
    if (database is null) return service;

    var migration = Configured(builder.AddProject<TProject>($"{name}-migration")).WithArgs("--migrate").WithReference(database).WaitFor(database);
    configure(migration);
    if (broker is not null) migration.WithReference(broker);
    if (toKubernetes)
        migration.PublishAsKubernetesService(k =>
        {
            if (k.Workload is not Deployment deployment) return;
            deployment.Spec.Template.Spec.RestartPolicy = "OnFailure";
            var job = new MigrationJob { Spec = { Template = deployment.Spec.Template } };
            job.Metadata.Name = $"{name}-migration-{{{{ .Release.Revision }}}}"; // a job cannot be changed, so each release has its own
            k.AdditionalResources.Add(job);
            k.Workload = null;
        });
    else migration.PublishAsDockerComposeService((_, s) => s.Restart = "no");
    return service.WithReference(database).WaitForCompletion(migration);
}

IResourceBuilder<ProjectResource> Configured(IResourceBuilder<ProjectResource> project)
{
    if (running) project.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development");
    return project.WithEnvironment("Public__Address", publicAddress).WithEnvironment("Identity__Issuer", publicAddress);
}

IResourceBuilder<ProjectResource> Listening(IResourceBuilder<ProjectResource> project)
{
    project.WithHttpProbe(ProbeType.Readiness, "/health", endpointName: "http").WithHttpProbe(ProbeType.Liveness, "/alive", endpointName: "http");
    if (!toKubernetes) return project.PublishAsDockerComposeService((_, s) => s.Restart = "unless-stopped");
    return project.PublishAsKubernetesService(k =>
    {
        var pod = k.Workload!.PodTemplate.Spec;
        foreach (var container in pod.Containers)
        {
            Correct(container.ReadinessProbe);
            Correct(container.LivenessProbe);
        }
        // A new volume belongs to root; the image runs as its user 1654.
        if (project.Resource.Name == "web") pod.SecurityContext = new PodSecurityContextV1 { FsGroup = 1654 };
    });
}

void Correct(ProbeV1? probe)
{
    // The publisher writes the scheme in lower case, which the API server refuses.
    if (probe?.HttpGet is { } get) get.Scheme = get.Scheme.ToUpperInvariant();
    // Longer than /health gives each of its own checks.
    if (probe is not null) probe.TimeoutSeconds = 5;
}

/// <summary>What the publisher has no word for: something that runs to its end once.</summary>
public sealed class MigrationJob() : BaseKubernetesResource("batch/v1", "Job")
{
    [YamlMember(Alias = "spec")] public MigrationJobSpec Spec { get; set; } = new();
}

public sealed class MigrationJobSpec
{
    [YamlMember(Alias = "backoffLimit")] public int BackoffLimit { get; set; } = 10;
    [YamlMember(Alias = "template")] public PodTemplateSpecV1 Template { get; set; } = new();
}
