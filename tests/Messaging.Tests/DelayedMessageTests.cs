using System.Net.Http.Json;
using Kivenkolo.Ledger;

namespace Kivenkolo.Messaging.Tests;

public sealed class DelayedMessageTests(PrivateServers servers)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_delayed_message_comes_once_and_not_before_its_time()
    {
        await using var ledger = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = Noon });
        using var client = ledger.Client();
        var (delayed, prompt) = (NewId(), NewId());
        (await client.PostAsJsonAsync("/reminders", new { id = delayed, dueAt = Noon.AddHours(1) })).EnsureSuccessStatusCode();

        ledger.Clock!.Advance(TimeSpan.FromMinutes(59));
        // A message written later and due now overtakes it: the relay has looked, and has left the delayed one.
        (await client.PostAsJsonAsync("/reminders", new { id = prompt, dueAt = Noon })).EnsureSuccessStatusCode();
        await Eventually.Become(async () => await Reminders(prompt) == 1, "what is due comes");
        Assert.Equal(0, await Reminders(delayed));

        ledger.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.Become(async () => await Reminders(delayed) == 1, "the delayed message comes when it is due");
        Assert.Equal(0L, await ledger.Scalar("SELECT count(*) FROM outbox"));

        async Task<long> Reminders(Guid id) => (long)(await ledger.Scalar("SELECT count(*) FROM effects WHERE command_id = $1", id))!;
    }

    [Fact]
    public async Task Without_the_delay_it_comes_before_its_time()
    {
        await using var control = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = Noon, Configuration = { ["Ledger:Without"] = "delay" } });
        using var client = control.Client();
        var id = NewId();
        (await client.PostAsJsonAsync("/reminders", new { id, dueAt = Noon.AddHours(1) })).EnsureSuccessStatusCode();
        await Eventually.Become(async () => (long)(await control.Scalar("SELECT count(*) FROM effects WHERE command_id = $1", id))! == 1, "it comes at once");
    }

    [Fact]
    public async Task A_delayed_message_survives_a_kill_and_comes_by_the_real_clock()
    {
        var database = $"delayed_{Guid.CreateVersion7():n}";
        await using var ledger = await LedgerProcess.Start(servers, database, await servers.CreateVirtualHost());
        var id = NewId();
        var dueAt = TimeProvider.System.GetUtcNow().AddSeconds(8);
        (await ledger.Http.PostAsJsonAsync("/reminders", new { id, dueAt })).EnsureSuccessStatusCode();
        await ledger.KillAndStart();

        var sql = new Sql(servers.ConnectionString(database));
        await Eventually.Become(async () => await sql.Count("effects WHERE command_id = $1", id) == 1, "the message comes", TimeSpan.FromSeconds(40));
        var at = (DateTime)(await sql.Scalar("SELECT at FROM effects WHERE command_id = $1", id))!;
        Assert.True(at >= dueAt.UtcDateTime, $"came at {at:O}, due at {dueAt:O}");
        Assert.Equal(0, await sql.Count("outbox"));
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
