using Kivenkolo.Ledger;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Npgsql;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Ledger");
builder.Services.AddValidation();
builder.Services.AddSingleton(new Health { Healed = builder.Configuration.GetValue("Ledger:Healed", false) });
// As the busiest service has it: what is left behind in a session stays there.
builder.AddDatabase<LedgerDb>("ledger", source => source.ConnectionStringBuilder.NoResetOnClose = true);
builder.AddMessaging<LedgerDb>("ledger", hears =>
{
    hears.AddConsumer<OnCommandAccepted>().AddConsumer<OnPoison>().AddConsumer<OnStubborn>();
    if (builder.Configuration.GetValue("Ledger:Flooded", false)) hears.Consumers.AddRange(OnFlood.All);
});
builder.AddJobs(jobs => jobs
    .Add<MakeEffectJob>().Add<WaitForTestJob>().Add<FailJob>().Add<RepeatJob>().AddRecurring<TickJob>(TickJob.Every));
builder.Configuration["Smtp:Host"] ??= "127.0.0.1";
builder.Configuration["Smtp:From"] ??= "ledger@example.org";
builder.Configuration["Smtp:UseTls"] ??= "false";
builder.AddMail();
builder.AddDeliveries(deliveries => deliveries.Add<MailDelivery>());
if (builder.Configuration["Ledger:Without"] is { } guard) Controls.TakeAway(builder.Services, guard);

var app = builder.Build();
if (args.Contains("--migrate"))
{
    await using var scope = app.Services.CreateAsyncScope();
    await DatabaseAvailability.RetryUntilAvailable(() =>
        Migrator.EnsureDatabase(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Configuration), TimeProvider.System);
    await scope.ServiceProvider.GetRequiredService<LedgerDb>().Database.EnsureCreatedAsync();
    return;
}
if (await app.ReplayAndExit(args) || await app.OperateAndExit(args)) return;
app.UseApi();

app.MapPost("/commands", async (CommandRequest request, LedgerDb db, IPublishEndpoint events, HttpResponse response, CancellationToken ct) =>
{
    db.Commands.Add(new Command { Id = request.Id });
    await events.Publish(new CommandAccepted(request.Id), ct);
    await db.SaveChangesAsync(ct);
    response.Headers.ETag = $"\"{request.Id:n}\"";
    return TypedResults.Created($"/commands/{request.Id}", request);
}).Idempotent<LedgerDb>().AllowEveryone().LimitRate(RateLimit.Read);

app.MapPost("/jobs", async (JobRequest request, LedgerDb db, JobScheduler jobs, CancellationToken ct) =>
{
    db.Commands.Add(new Command { Id = request.Id });
    jobs.Schedule(new MakeEffectJob.Payload(request.Id), request.DueAt);
    await db.SaveChangesAsync(ct);
    return TypedResults.Created($"/commands/{request.Id}", request);
}).Idempotent<LedgerDb>().AllowEveryone().LimitRate(RateLimit.Read);

app.MapPost("/mails", async (MailRequest request, LedgerDb db, DeliveryScheduler deliveries, TimeProvider clock, CancellationToken ct) =>
{
    foreach (var id in request.Ids) deliveries.Add(new MailDelivery.Payload(id), MailTransport.Target, clock.GetUtcNow());
    await db.SaveChangesAsync(ct);
    return TypedResults.Accepted((string?)null);
}).AllowEveryone().LimitRate(RateLimit.Read);

app.Run();

public partial class Program;
