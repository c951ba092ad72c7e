using Kivenkolo.Calendar;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Registrations;
using Kivenkolo.Calendar.Runs;
using Kivenkolo.Messaging;
using Kivenkolo.Messaging.Mail;
using Kivenkolo.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Calendar");
builder.Services.AddValidation();
builder.AddNpgsqlDataSource("calendardb");
builder.AddRabbitMQClient("messaging");
builder.AddMessaging<CalendarDb>("calendar", hears => hears
    .AddConsumer<WhenOrganisationChanged>()
    .AddConsumer<WhenProposalAccepted>()
    .AddConsumer<WhenExperimentStarted>()
    .AddConsumer<WhenActivityIsDue>()
    .AddConsumer<WhenRunIsOld>()
    .AddConsumer<WhenActivityChanged>()
    .AddConsumer<WhenOccurrenceChanged>()
    .AddConsumer<WhenOccurrenceMayHaveChanged>()
    .AddConsumer<WhenOfferIsOver>()
    .AddConsumer<WhenLetterDue>()
    .AddConsumer<WhenRegistrationsAreOld>());
builder.AddMail();
builder.Services.AddCalendar();

var app = builder.Build();
if (await app.MaintainAndExit<CalendarDb>(args)) return;
app.UseApi();
app.MapCalendar();
app.Run();

public partial class Program;
