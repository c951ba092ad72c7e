using Kivenkolo.Communications;
using Kivenkolo.Communications.Mail;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Keys;
using Microsoft.AspNetCore.DataProtection;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Communications");
builder.Services.AddValidation();
builder.AddDatabase<CommunicationsDb>("communications");
builder.AddMessaging<CommunicationsDb>("communications", consumers => consumers
    .AddConsumer<OnWeekPublished>()
    .AddConsumer<OnOccurrenceCancelled>()
    .AddConsumer<OnOccurrenceChanged>());
builder.AddJobs(jobs => jobs
    .Add<QueueMessageMailsJob>()
    .AddRecurring<DeleteExpiredConfirmationsJob>(TimeSpan.FromHours(1)));
builder.AddDeliveries(deliveries => deliveries
    .Add<MessageMailDelivery>()
    .Add<ConfirmationMailDelivery>());
builder.Services.AddDataProtection().SetApplicationName("Kivenkolo.Communications").PersistKeysToDbContext<CommunicationsDb>();
builder.AddMail();
builder.Services.AddSingleton<Links>().AddSingleton<CommunicationsMetrics>().AddSingleton<EndingTokens>().AddSingleton<Letters>();

var app = builder.Build();
if (await app.MigrateAndExit<CommunicationsDb>(args))
{
    app.Services.EnsureFirstKey(); // now, or two replicas on an empty table would each make one that the other does not know
    return;
}
if (await app.ReplayAndExit(args) || await app.OperateAndExit(args)) return;
app.UseApi();
app.MapCommunications();
app.Run();

/// <summary>The service Communications.</summary>
public partial class Program;
