using Kivenkolo.Communications;
using Kivenkolo.Communications.Mail;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Communications");
builder.Services.AddValidation();
builder.AddDatabase<CommunicationsDb>("communications");
builder.AddMessaging<CommunicationsDb>("communications", hearing => hearing
    .AddConsumer<WhenWeekPublished>()
    .AddConsumer<WhenOccurrenceCancelled>()
    .AddConsumer<WhenOccurrenceChanged>()
    .AddConsumer<WhenMessagePublished>()
    .AddConsumer<WhenMailDue>()
    .AddConsumer<WhenConfirmationAsked>()
    .AddConsumer<WhenConfirmationExpired>());
builder.Services.AddDataProtection().SetApplicationName("Kivenkolo.Communications").PersistKeysToDbContext<CommunicationsDb>();
builder.AddMail();
builder.Services.AddSingleton<Links>().AddSingleton<Meters>().AddSingleton<EndingTokens>().AddSingleton<Letters>();

var app = builder.Build();
if (await app.MigrateAndExit<CommunicationsDb>(args) || await app.ReplayAndExit(args)) return;
app.UseApi();
app.MapCommunications();
app.Run();

/// <summary>The service Communications.</summary>
public partial class Program;
