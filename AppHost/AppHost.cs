// The whole system on one page: what there is, and who is told of whom. The words it is written in are in Extensions.cs and Servers.cs.
using Kivenkolo.AppHost;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
var port = builder.Configuration.GetValue("port", 8080);

// What differs from place to place. Parameters:<name> overrides the value given here.
var publicAddress = builder.AddParameter("public-address", new DefaultValue($"http://localhost:{port}"));
var data = builder.AddParameter("data", new DefaultValue(Path.GetFullPath("../.data/apphost", builder.AppHostDirectory)));
var trustedProxies = builder.AddParameter("gateway-trusted-proxies", new DefaultValue(""));
var smtpFrom = builder.AddParameter("smtp-from", new DefaultValue("no-reply@kivenkolo.example"));
var smtpUser = builder.AddParameter("smtp-user", new DefaultValue(""));
var smtpPassword = builder.AddParameter("smtp-password", new DefaultValue(""), secret: true);
var administrationSecret = builder.AddSecret("administration-secret");
var webClientSecret = builder.AddSecret("web-client-secret");
var keyProtectionSecret = builder.AddSecret("key-protection-secret");
var webKeyProtectionSecret = builder.AddSecret("web-key-protection-secret");
var coordinatorPassword = builder.AddSecret("coordinator-password");
var facilitatorPassword = builder.AddSecret("facilitator-password");

// PostgreSQL and RabbitMQ: --servers containers | local | existing
var servers = await builder.AddServers(data);
var identityDb = servers.AddDatabase("identitydb");
var partnersDb = servers.AddDatabase("partnersdb");
var calendarDb = servers.AddDatabase("calendardb");
var participationDb = servers.AddDatabase("participationdb");
var communicationsDb = servers.AddDatabase("communicationsdb");
var webDb = servers.AddDatabase("webdb");
var messaging = servers.AddBroker("messaging");
var mailbox = builder.AddMailbox<Projects.Mailbox>("mailbox", data);

var identity = builder.AddService<Projects.Identity>("identity", publicAddress)
    .WithMigratedDatabase<Projects.Identity>(identityDb, publicAddress, service => service
        .WithEnvironment("Identity__KeyProtectionSecret", keyProtectionSecret)
        .WithEnvironment("Bootstrap__AdministrationClientId", "administration")
        .WithEnvironment("Bootstrap__AdministrationClientSecret", administrationSecret)
        .WithEnvironment("Bootstrap__WebClientSecret", webClientSecret));

var partners = builder.AddService<Projects.Partners>("partners", publicAddress)
    .WithMigratedDatabase<Projects.Partners>(partnersDb, publicAddress).WithMessaging(messaging).WithMail(mailbox, smtpFrom, smtpUser, smtpPassword)
    .WithReference(identity);

var calendar = builder.AddService<Projects.Calendar>("calendar", publicAddress)
    .WithMigratedDatabase<Projects.Calendar>(calendarDb, publicAddress).WithMessaging(messaging).WithMail(mailbox, smtpFrom, smtpUser, smtpPassword)
    .WithReference(identity);

var participation = builder.AddService<Projects.Participation>("participation", publicAddress)
    .WithMigratedDatabase<Projects.Participation>(participationDb, publicAddress).WithMessaging(messaging)
    .WithReference(identity);

var communications = builder.AddService<Projects.Communications>("communications", publicAddress)
    .WithMigratedDatabase<Projects.Communications>(communicationsDb, publicAddress).WithMessaging(messaging).WithMail(mailbox, smtpFrom, smtpUser, smtpPassword)
    .WithReference(identity);

var web = builder.AddService<Projects.Web>("web", publicAddress)
    .WithMigratedDatabase<Projects.Web>(webDb, publicAddress, service => service.WithEnvironment("Web__KeyProtectionSecret", webKeyProtectionSecret))
    .WithReference(identity).WithReference(partners).WithReference(calendar).WithReference(participation).WithReference(communications)
    .WithEnvironment("Bootstrap__WebClientSecret", webClientSecret);

// The one address that the outside reaches.
var gateway = builder.AddService<Projects.Gateway>("gateway", publicAddress)
    .WithReference(identity).WithReference(partners).WithReference(calendar).WithReference(participation).WithReference(communications).WithReference(web)
    .WithEnvironment("Gateway__TrustedProxies__0", trustedProxies)
    .WithEndpoint("http", http => http.Port = port).WithExternalHttpEndpoints()
    .WithLink("/", "The week").WithLink("/docs", "API documents");

// Fills an empty system through the gateway, and ends.
builder.AddProject<Projects.Demo>("demo").InDevelopment(publicAddress)
    .WithReference(gateway).WaitFor(gateway).WaitFor(identity).WaitFor(partners).WaitFor(calendar).WaitFor(participation).WaitFor(communications)
    .WithEnvironment("Bootstrap__AdministrationClientId", "administration")
    .WithEnvironment("Bootstrap__AdministrationClientSecret", administrationSecret)
    .WithEnvironment("Demo__CoordinatorPassword", coordinatorPassword)
    .WithEnvironment("Demo__FacilitatorPassword", facilitatorPassword)
    .WithEnvironment("Demo__CredentialsFile", ReferenceExpression.Create($"{data}/partner.json"));

builder.Build().Run();
