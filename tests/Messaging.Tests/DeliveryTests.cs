using System.Globalization;
using System.Net.Http.Json;
using Kivenkolo.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kivenkolo.Messaging.Tests;

public sealed class DeliveryTests(PrivateServers servers)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_mail_goes_out_once_over_a_connection_that_is_kept_and_is_settled_with_its_effect()
    {
        var connections = 0;
        await using var server = new StubbornMailServer((conversation, _) =>
        {
            connections = Math.Max(connections, conversation);
            return "250 yes";
        });
        await using var ledger = await Start(server.Port);
        var ids = Enumerable.Range(0, 40).Select(_ => NewId()).ToArray();
        await Send(ledger, ids);

        await Eventually.Become(async () => await Effects(ledger, "Sent") == ids.Length, "every mail is sent");
        Assert.Equal(ids.Length, server.Taken.Length);
        Assert.True(connections <= 8, $"{connections} connections for {ids.Length} mails");
        Assert.Equal(40L, await ledger.Scalar("SELECT count(*) FROM deliveries WHERE outcome = 'Delivered' AND attempts = 1"));
        ledger.Clock!.Advance(TimeSpan.FromDays(8));
        await Eventually.Become(async () => Equals(0L, await ledger.Scalar("SELECT count(*) FROM deliveries")), "a week later nothing is left of it");
    }

    [Fact]
    public async Task A_mail_that_is_not_taken_is_tried_again_and_one_that_is_refused_is_not()
    {
        await using var server = new StubbornMailServer((_, command) =>
            command.StartsWith("RCPT", StringComparison.Ordinal) ? command.Contains("ffff", StringComparison.Ordinal) ? "550 5.1.1 no such mailbox"
                : "451 4.2.0 later" : "250 yes");
        await using var ledger = await Start(server.Port);
        var (busy, gone) = (Guid.Parse("01234567-0000-7000-8000-000000000000"), Guid.Parse("01234567-0000-7000-8000-00000000ffff"));
        await Send(ledger, busy, gone);
        await Eventually.Become(async () => await Effects(ledger, "Refused") == 1, "the refusal is kept");
        await Eventually.Become(async () =>
            Equals(1L, await ledger.Scalar("SELECT count(*) FROM deliveries WHERE outcome IS NULL AND attempts = 1 AND lease_id IS NULL")), "the other waits");
        ledger.Clock!.Advance(TimeSpan.FromMinutes(1));
        await Eventually.Become(async () =>
            Equals(1L, await ledger.Scalar("SELECT count(*) FROM deliveries WHERE outcome IS NULL AND attempts = 2")), "it is tried again");
        Assert.Equal(1L, await ledger.Scalar("SELECT count(*) FROM deliveries WHERE outcome = 'GivenUp' AND attempts = 1"));
    }

    [Fact]
    public async Task A_delivery_that_fails_by_an_error_of_ours_is_parked_and_tried_again_on_demand()
    {
        using var measured = new ParkedMetric("kivenkolo.deliveries.parked");
        await using var mailbox = new TestMailbox();
        mailbox.Start();
        await using var ledger = await Start(mailbox.Port, ("Ledger:FailsToPrepare", "true"));
        var id = NewId();
        await Send(ledger, id);
        for (var failure = 1; failure <= 10; failure++)
        {
            await Eventually.Become(async () =>
                Equals(1L, await ledger.Scalar("SELECT count(*) FROM deliveries WHERE failures = $1", failure)), $"it failed {failure} times");
            ledger.Clock!.Advance(TimeSpan.FromHours(1));
        }
        Assert.Equal(1L, await ledger.Scalar("SELECT count(*) FROM deliveries WHERE parked_at IS NOT NULL AND last_error = 'InvalidOperationException'"));
        await Eventually.Become(() => measured.Value == 1, "the metric tells");

        // The command of docs/operations.md; a replica without the cause takes it up.
        await using var repaired = await LedgerProcess.Start(servers, new NpgsqlConnectionStringBuilder(ledger.ConnectionString).Database!, ledger.Messaging,
            ("Smtp__Port", mailbox.Port.ToString(CultureInfo.InvariantCulture)));
        Assert.Contains($"mail/{id}\tmail\t10 attempts", (await repaired.Operate("--deliveries", "parked")).Output, StringComparison.Ordinal);
        Assert.Contains("1 of deliveries will be tried again", (await repaired.Operate("--deliveries", "retry", $"mail/{id}")).Output,
            StringComparison.Ordinal);
        await mailbox.Next($"{id:N}@example.org");
    }

    [Fact]
    public async Task While_a_mail_is_sent_no_transaction_is_open()
    {
        await using var server = new HangingServer();
        await using var ledger = await Start(server.Port);
        await Send(ledger, NewId());
        Assert.Equal(0, await OpenTransactions.While(server, ledger));
    }

    [Fact]
    public async Task A_mail_that_is_sent_within_a_transaction_is_found()
    {
        await using var server = new HangingServer();
        await using var control = await Start(server.Port, ("Ledger:Without", "send without transaction"));
        await Send(control, NewId());
        Assert.Equal(1, await OpenTransactions.While(server, control));
    }

    private Task<ServiceUnderTest<Program>> Start(int port, params (string Key, string Value)[] settings) =>
        ServiceUnderTest<Program>.Start(servers, new TestSettings
        {
            Now = Noon,
            Configuration = settings.Append(("Smtp:Port", port.ToString(CultureInfo.InvariantCulture)))
            .ToDictionary(setting => setting.Item1, setting => setting.Item2),
        });

    private static async Task Send(ServiceUnderTest<Program> ledger, params Guid[] ids)
    {
        using var client = ledger.Client();
        (await client.PostAsJsonAsync("/mails", new { ids })).EnsureSuccessStatusCode();
    }

    private static async Task<long> Effects(ServiceUnderTest<Program> ledger, string kind) =>
        (long)(await ledger.Scalar("SELECT count(*) FROM effects WHERE kind = $1", kind))!;

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
