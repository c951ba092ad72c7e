using Kivenkolo.Calendar;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Registrations;
using Kivenkolo.Calendar.Runs;
using Kivenkolo.Calendar.Sources;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Outside;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Calendar");
builder.Services.AddValidation();
builder.AddDatabase<CalendarDb>("calendar", source =>
{
    // The same few statements over and over: each connection prepares them once.
    source.ConnectionStringBuilder.MaxAutoPrepare = 100;
    // Seven statements before each of ours. Nobody leaves anything behind in a session: locks and settings end with their transaction, the relay's by itself.
    source.ConnectionStringBuilder.NoResetOnClose = true;
    // A plan made for each question's own dates is the same one, made again: that took longer than the reading. So did compiling one to machine code.
    source.ConnectionStringBuilder.Options = "-c plan_cache_mode=force_generic_plan -c jit=off";
});
builder.AddMessaging<CalendarDb>("calendar", consumers => consumers
    .AddConsumer<OnOrganisationChanged>()
    .AddConsumer<OnProposalAccepted>()
    .AddConsumer<OnDecisionApproved>()
    .AddConsumer<OnExperimentStarted>());
builder.AddJobs(jobs => jobs
    .Add<AdvanceActivityJob>()
    .Add<NotifyActivityRegistrantsJob>()
    .Add<NotifyRegistrantsJob>()
    .Add<ExpireOfferJob>()
    .AddRecurring<DeleteOldRegistrationsJob>(TimeSpan.FromHours(1))
    .AddRecurring<DeleteOldRunsJob>(TimeSpan.FromHours(1)));
builder.AddDeliveries(deliveries => deliveries
    .Add<RegistrationMailDelivery>()
    .Add<SourceOwnerMailDelivery>()
    .Add<CalendarPullDelivery>());
builder.AddMail();
builder.AddOutsideTargets();
builder.Services.AddCalendar();

var app = builder.Build();
if (await app.MigrateAndExit<CalendarDb>(args) || await app.ReplayAndExit(args) || await app.OperateAndExit(args)) return;
app.UseApi();
app.MapCalendar();
app.Run();

public partial class Program;
