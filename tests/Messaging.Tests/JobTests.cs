using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using Kivenkolo.Ledger;
using Kivenkolo.Platform.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kivenkolo.Messaging.Tests;

public sealed class JobTests(PrivateServers servers)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_job_is_done_once_and_not_before_its_time()
    {
        await using var ledger = await Start();
        var (later, now) = (NewId(), NewId());
        await Schedule(ledger, new MakeEffectJob.Payload(later), Noon.AddHours(1));

        ledger.Clock!.Advance(TimeSpan.FromMinutes(59));
        // One that is scheduled later and due now is done: the runner has looked, and has left the other.
        await Schedule(ledger, new MakeEffectJob.Payload(now), Noon);
        await Effects(ledger, now, 1);
        await Effects(ledger, later, 0);

        ledger.Clock.Advance(TimeSpan.FromMinutes(1));
        await Effects(ledger, later, 1);
        await Eventually.Become(async () => await Jobs(ledger) == 0, "what is done is removed");
    }

    [Fact]
    public async Task A_job_survives_a_kill_and_is_done_by_the_real_clock()
    {
        var database = $"job_{NewId():n}";
        await using var ledger = await LedgerProcess.Start(servers, database, await servers.CreateVirtualHost());
        var id = NewId();
        var dueAt = TimeProvider.System.GetUtcNow().AddSeconds(8);
        (await ledger.Http.PostAsJsonAsync("/jobs", new { id, dueAt })).EnsureSuccessStatusCode();
        await ledger.KillAndStart();

        var sql = new Sql(servers.ConnectionString(database));
        await Eventually.Become(async () => await sql.Count("effects WHERE command_id = $1", id) == 1, "the job is done", TimeSpan.FromSeconds(40));
        var at = (DateTime)(await sql.Scalar("SELECT at FROM effects WHERE command_id = $1", id))!;
        Assert.True(at >= dueAt.UtcDateTime, $"done at {at:O}, due at {dueAt:O}");
    }

    [Fact]
    public async Task A_job_of_a_change_that_is_rolled_back_is_not_there_and_one_saved_without_a_transaction_is()
    {
        await using var ledger = await Start();
        var (lost, kept) = (NewId(), NewId());
        await using (var scope = ledger.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<LedgerDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            scope.ServiceProvider.GetRequiredService<JobScheduler>().Schedule(new MakeEffectJob.Payload(lost), Noon);
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }
        await Schedule(ledger, new MakeEffectJob.Payload(kept), Noon);
        await Effects(ledger, kept, 1);
        await Effects(ledger, lost, 0);

        // Of a save that the database turns down nothing is left either.
        await using (var scope = ledger.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<LedgerDb>();
            db.Commands.Add(new Ledger.Command { Id = kept });
            await db.SaveChangesAsync();
        }
        await using (var scope = ledger.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<LedgerDb>();
            scope.ServiceProvider.GetRequiredService<JobScheduler>().Schedule(new MakeEffectJob.Payload(lost), Noon.AddYears(1));
            db.Commands.Add(new Ledger.Command { Id = kept });
            await Assert.ThrowsAsync<Microsoft.EntityFrameworkCore.DbUpdateException>(() => db.SaveChangesAsync());
        }
        Assert.Equal(0, await Jobs(ledger));
    }

    [Fact]
    public async Task A_job_scheduled_again_under_its_key_is_moved_and_a_cancelled_one_is_not_done()
    {
        await using var ledger = await Start();
        var (moved, cancelled, after) = (NewId(), NewId(), NewId());
        await Schedule(ledger, new MakeEffectJob.Payload(moved), Noon.AddHours(1));
        await Schedule(ledger, new MakeEffectJob.Payload(moved), Noon.AddHours(3));
        await Schedule(ledger, new MakeEffectJob.Payload(cancelled), Noon.AddHours(1));
        await Change(ledger, jobs => jobs.Cancel<MakeEffectJob.Payload>($"{cancelled}"));

        ledger.Clock!.Advance(TimeSpan.FromHours(2));
        await Schedule(ledger, new MakeEffectJob.Payload(after), Noon);
        await Effects(ledger, after, 1);
        await Effects(ledger, moved, 0);
        ledger.Clock.Advance(TimeSpan.FromHours(1));
        await Effects(ledger, moved, 1);
        await Effects(ledger, cancelled, 0);
    }

    [Fact]
    public async Task A_job_that_is_moved_or_cancelled_while_it_runs_has_its_effect_at_the_new_time_or_never()
    {
        await using var ledger = await Start();
        var (moved, cancelled) = (NewId(), NewId());
        await Schedule(ledger, new WaitForTestJob.Payload(moved), Noon);
        await Schedule(ledger, new WaitForTestJob.Payload(cancelled), Noon);
        await Attempts(ledger, 2);
        await Schedule(ledger, new WaitForTestJob.Payload(moved), Noon.AddHours(1));
        await Change(ledger, jobs => jobs.Cancel<WaitForTestJob.Payload>($"{cancelled}"));
        ledger.Services.GetRequiredService<Health>().GoOn.SetResult();

        await Eventually.Become(async () => await Jobs(ledger, "lease_id IS NULL") == 1, "the moved one waits");
        await Effects(ledger, moved, 0);
        ledger.Clock!.Advance(TimeSpan.FromHours(1));
        await Effects(ledger, moved, 1);
        await Effects(ledger, cancelled, 0);
        Assert.Equal(0, await Jobs(ledger));
    }

    [Fact]
    public async Task A_job_whose_lease_ran_out_is_done_by_another_and_has_one_effect()
    {
        await using var ledger = await Start();
        var id = NewId();
        await Schedule(ledger, new WaitForTestJob.Payload(id), Noon);
        await Attempts(ledger, 1);
        ledger.Clock!.Advance(TimeSpan.FromMinutes(2));
        await Attempts(ledger, 2);
        ledger.Services.GetRequiredService<Health>().GoOn.SetResult();

        await Eventually.Become(async () => await Jobs(ledger) == 0, "the job is done");
        await Effects(ledger, id, 1);
    }

    [Fact]
    public async Task A_job_may_schedule_itself_again()
    {
        await using var ledger = await Start();
        var id = NewId();
        await Schedule(ledger, new RepeatJob.Payload(id, Times: 3), Noon);
        for (var times = 1; times <= 3; times++)
        {
            await Effects(ledger, id, times);
            ledger.Clock!.Advance(TimeSpan.FromMinutes(1));
        }
        await Eventually.Become(async () => await Jobs(ledger) == 0, "it ends");
        await Effects(ledger, id, 3);
    }

    [Fact]
    public async Task A_recurring_job_is_done_at_the_start_and_again_after_its_interval()
    {
        await using var ledger = await Start();
        for (var times = 1; times <= 3; times++)
        {
            await Effects(ledger, Guid.Empty, times);
            ledger.Clock!.Advance(TickJob.Every - TimeSpan.FromMinutes(1));
            var other = NewId();
            await Schedule(ledger, new MakeEffectJob.Payload(other), Noon);
            await Effects(ledger, other, 1);
            await Effects(ledger, Guid.Empty, times);
            ledger.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_job_that_cannot_be_done_is_tried_ever_more_rarely_then_parked_shows_in_a_metric_and_is_tried_again_on_demand()
    {
        using var measured = new ParkedMetric("kivenkolo.jobs.parked");
        await using var ledger = await Start();
        var (failing, healthy) = (NewId(), NewId());
        await Schedule(ledger, new FailJob.Payload(failing), Noon);
        for (var attempt = 1; attempt <= JobRunner.MaxAttempts; attempt++)
        {
            await Attempts(ledger, attempt);
            await Eventually.Become(async () => await Jobs(ledger, "kind = 'fail' AND lease_id IS NULL") == 1, "the lease is given back");
            await Schedule(ledger, new MakeEffectJob.Payload(healthy), Noon);
            await Effects(ledger, healthy, attempt); // the others go on
            ledger.Clock!.Advance(TimeSpan.FromHours(1));
        }
        await Eventually.Become(async () => await Jobs(ledger, "parked_at IS NOT NULL AND last_error = 'InvalidOperationException'") == 1, "it is parked");
        await Eventually.Become(() => measured.Value == 1, "the metric tells");

        // The command of docs/operations.md, with the cause repaired first.
        ledger.Services.GetRequiredService<Health>().Healed = true;
        await using var operators = await LedgerProcess.Start(
            servers, new NpgsqlConnectionStringBuilder(ledger.ConnectionString).Database!, ledger.Messaging, ("Ledger__Healed", "true"));
        var listed = await operators.Operate("--jobs", "parked");
        Assert.Contains($"fail/{failing}\tfail\t10 attempts\tparked 2026-11-", listed.Output, StringComparison.Ordinal);
        Assert.Contains("1 of jobs are parked", listed.Output, StringComparison.Ordinal);
        Assert.Contains("1 of jobs will be tried again", (await operators.Operate("--jobs", "retry", $"fail/{failing}")).Output, StringComparison.Ordinal);
        await Effects(ledger, failing, 1);
        Assert.Contains("0 of jobs are parked", (await operators.Operate("--jobs", "parked")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_was_begun_too_often_without_an_end_is_parked_and_not_begun_again()
    {
        await using var ledger = await Start();
        var killing = NewId();
        await Schedule(ledger, new MakeEffectJob.Payload(killing), Noon.AddHours(1));
        await ledger.Scalar($"UPDATE jobs SET attempts = {JobRunner.MaxAttempts} WHERE key LIKE '%{killing}'");
        ledger.Clock!.Advance(TimeSpan.FromHours(1));
        await Eventually.Become(async () => await Jobs(ledger, "parked_at IS NOT NULL") == 1, "it is parked");
        await Effects(ledger, killing, 0);
    }

    private Task<ServiceUnderTest<Program>> Start() => ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = Noon });

    private static Task Schedule<TPayload>(ServiceUnderTest<Program> ledger, TPayload payload, DateTimeOffset dueAt) where TPayload : class, IJobPayload =>
        Change(ledger, jobs => jobs.Schedule(payload, dueAt));

    private static async Task Change(ServiceUnderTest<Program> ledger, Action<JobScheduler> change)
    {
        await using var scope = ledger.Services.CreateAsyncScope();
        change(scope.ServiceProvider.GetRequiredService<JobScheduler>());
        await scope.ServiceProvider.GetRequiredService<LedgerDb>().SaveChangesAsync();
    }

    private static Task Attempts(ServiceUnderTest<Program> ledger, int count) =>
        Eventually.Become(() => ledger.Services.GetRequiredService<Health>().Attempts >= count, $"it is tried {count} times");

    private static async Task<long> Jobs(ServiceUnderTest<Program> ledger, string which = "true") =>
        (long)(await ledger.Scalar($"SELECT count(*) FROM jobs WHERE kind <> 'tick' AND kind NOT LIKE 'delete-%' AND {which}"))!;

    private static async Task Effects(ServiceUnderTest<Program> ledger, Guid command, long count)
    {
        if (count > 0) await Eventually.Become(async () => await Count() >= count, $"{count} effects of {command}");
        Assert.Equal(count, await Count());

        async Task<long> Count() => (long)(await ledger.Scalar("SELECT count(*) FROM effects WHERE command_id = $1", command))!;
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}

/// <summary>The highest value that a gauge of this process has told.</summary>
internal sealed class ParkedMetric : IDisposable
{
    private readonly MeterListener listener = new();
    private long highest;

    public ParkedMetric(string gauge)
    {
        listener.InstrumentPublished = (instrument, l) => { if (instrument.Name == gauge) l.EnableMeasurementEvents(instrument); };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => highest = Math.Max(highest, value));
        listener.Start();
    }

    public long Value
    {
        get
        {
            listener.RecordObservableInstruments();
            return highest;
        }
    }

    public void Dispose() => listener.Dispose();
}
