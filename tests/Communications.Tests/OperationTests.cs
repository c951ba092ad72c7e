using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Kivenkolo.Communications.Tests;

public sealed class OperationTests(PrivateServers servers)
{
    [Theory]
    [InlineData("Production", "Smtp:UseTls", "false")]
    [InlineData("Production", "Smtp:Host", "")]
    [InlineData("Production", "Smtp:From", "not an address")]
    [InlineData("Development", "Smtp:Port", "0")]
    public async Task A_service_that_could_not_send_mail_safely_does_not_start(string environment, string key, string value)
    {
        var settings = new Dictionary<string, string>
        {
            ["environment"] = environment, ["contentRoot"] = Checkout.Path("services", "Communications"), ["urls"] = "http://127.0.0.1:0",
            ["Identity:Issuer"] = TestTokens.Issuer, ["Identity:Jwks"] = TestTokens.KeySet, ["Public:Address"] = "https://kivenkolo.example",
            ["ConnectionStrings:communicationsdb"] = "Host=127.0.0.1", ["ConnectionStrings:messaging"] = "amqp://127.0.0.1",
            ["Smtp:Host"] = "mail.example.org", ["Smtp:From"] = "news@kivenkolo.example", ["Smtp:UseTls"] = "true", [key] = value,
        };
        string[] arguments = [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")];

        // As the process itself starts: within a host of the test's the exception races with the end of that host.
        var refused = await Assert.ThrowsAsync<TargetInvocationException>(() =>
            Task.Run(() => typeof(Program).Assembly.EntryPoint!.Invoke(null, [arguments])).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.IsType<OptionsValidationException>(refused.InnerException);
    }

    [Fact]
    public async Task The_figures_tell_messages_by_state_mails_by_outcome_and_how_long_a_cancellation_took()
    {
        var seen = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) => { if (instrument.Meter.Name == CommunicationsMetrics.Name) self.EnableMeasurementEvents(instrument); },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Enqueue((instrument.Name, value, Join(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Enqueue((instrument.Name, value, Join(tags))));
        listener.Start();
        await using var house = await House.Open(servers);
        await house.Subscribed("reader@example.org", "fi", "urgent");

        await house.Service.Publish(House.Cancellation(house.Space, House.InFour("Darts")));
        await house.Mailbox.Next("reader@example.org");

        await Eventually.Become(() => seen.Any(s => s.Name == "kivenkolo.communications.cancellation_to_sent"), "the time is measured");
        var (_, seconds, labels) = seen.First(s => s.Name == "kivenkolo.communications.cancellation_to_sent");
        Assert.InRange(seconds, 0, 20);
        Assert.Empty(labels);
        Assert.Contains(seen, s => s is { Name: "kivenkolo.communications.messages", Tags: "kind=urgent,state=published" });
        Assert.Contains(seen, s => s is { Name: "kivenkolo.communications.mails", Tags: "kind=confirmation,outcome=sent" });
        Assert.Contains(seen, s => s is { Name: "kivenkolo.communications.mails", Tags: "kind=urgent,outcome=sent" });
        TestContext.Current.SendDiagnosticMessage($"From cancellation to sent: {seconds:0.000} s");
    }

    private static string Join(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var parts = new List<string>();
        foreach (var tag in tags) parts.Add($"{tag.Key}={tag.Value}");
        return string.Join(',', parts.Order());
    }
}
