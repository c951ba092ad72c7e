using Kivenkolo.Participation;
using Kivenkolo.Participation.Feedback;
using Kivenkolo.Participation.Figures;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Participation");
builder.Services.AddValidation();
builder.AddDatabase<ParticipationDb>("participation");
builder.AddMessaging<ParticipationDb>("participation", consumers => consumers
    .AddConsumer<OnOccurrenceEnded>()
    .AddConsumer<OnHeadcountRecorded>());
builder.AddJobs(_ => { }); // those of the platform
builder.Services.AddSingleton<ParticipationMetrics>();

var app = builder.Build();
if (await app.MigrateAndExit<ParticipationDb>(args) || await app.ReplayAndExit(args) || await app.OperateAndExit(args)) return;
app.UseApi();
app.MapParticipation();
app.Run();

public partial class Program;
