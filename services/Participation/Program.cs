using Kivenkolo.Messaging;
using Kivenkolo.Participation;
using Kivenkolo.Participation.Feedback;
using Kivenkolo.Participation.Figures;
using Kivenkolo.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Participation");
builder.Services.AddValidation();
builder.AddNpgsqlDataSource("participationdb");
builder.AddRabbitMQClient("messaging");
builder.AddMessaging<ParticipationDb>("participation", hears => hears
    .AddConsumer<WhenOccurrenceEnded>()
    .AddConsumer<WhenHeadcountRecorded>());
builder.Services.AddSingleton<ParticipationMeter>();

var app = builder.Build();
if (await app.MaintainAndExit<ParticipationDb>(args)) return;
app.UseApi();
app.MapParticipation();
app.Run();

public partial class Program;
