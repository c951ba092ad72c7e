using Kivenkolo.Partners;
using Kivenkolo.Partners.Organisations;
using Kivenkolo.Partners.Proposals;
using Kivenkolo.Partners.Spaces;
using Kivenkolo.Partners.Webhooks;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Keys;
using Kivenkolo.ServiceDefaults.Outside;
using Microsoft.AspNetCore.DataProtection;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Partners");
builder.Services.AddValidation();
builder.AddDatabase<PartnersDb>("partners");
builder.AddMessaging<PartnersDb>("partners", consumers => consumers
    .OwnsSpaces()
    .AddConsumer<OnActivityPublished>());
builder.AddJobs(jobs => jobs
    .Add<InviteContactJob>()
    .AddRecurring<DeleteExpiredInvitationsJob>(TimeSpan.FromHours(1))
    .AddRecurring<DeleteOldWebhookDeliveriesJob>(TimeSpan.FromHours(1)));
builder.AddDeliveries(deliveries => deliveries
    .Add<WebhookPostDelivery>()
    .Add<InvitationMailDelivery>());
builder.AddMail();
builder.Services.AddDataProtection().SetApplicationName("kivenkolo-partners").PersistKeysToDbContext<PartnersDb>();
builder.Services.AddSingleton<PartnersMetrics>().AddSingleton<WebhookSecrets>().AddSingleton<ITransport<WebhookMessage, Answer>, WebhookTransport>()
    .AddScoped<WebhookNews>().AddScoped<Arrivals>().AddScoped<Inviting>();
builder.AddOutsideTargets();

var app = builder.Build();
if (await app.MigrateAndExit<PartnersDb>(args))
{
    app.Services.EnsureFirstKey(); // now, or two replicas on an empty table would each make one that the other does not know
    return;
}
if (await app.ReplayAndExit(args) || await app.OperateAndExit(args)) return;
app.UseApi();
app.MapPartners();
app.Run();

public partial class Program;
