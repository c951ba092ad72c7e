using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;

namespace Kivenkolo.Partners.Tests;

public sealed class FigureTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Proposals_and_deliveries_are_counted_by_how_they_stand_and_by_nothing_else()
    {
        var counted = new ConcurrentBag<(string Name, string Labels)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == "Kivenkolo.Partners") l.EnableMeasurementEvents(instrument); };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            counted.Add((instrument.Name, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        listener.Start();

        await using var receiver = await Receiver.Start();
        receiver.Answer(410);
        var roda = await house.List();
        await House.Read(await House.Send(
            HttpMethod.Put, house.Partner(roda), $"{House.Space}/webhooks/{Guid.CreateVersion7()}", Bodies.Webhook(receiver.Address)), HttpStatusCode.Created);
        var (accepted, declined) = (await house.Propose(roda), await house.Propose(roda));
        var coordinator = house.Service.AsCoordinator();
        await House.Read(await House.Send(HttpMethod.Post, coordinator, $"{House.Space}/proposals/{accepted}/acceptance"), HttpStatusCode.OK);
        await House.Read(await House.Send(HttpMethod.Post, coordinator, $"{House.Space}/proposals/{declined}/refusal", new { reason = "x" }),
            HttpStatusCode.OK);

        foreach (var expected in ((string, string)[])
        [
            ("kivenkolo.partners.proposals", "state=received"), ("kivenkolo.partners.proposals", "state=accepted"),
            ("kivenkolo.partners.proposals", "state=declined"), ("kivenkolo.partners.webhook.deliveries", "outcome=given_up"),
            ("kivenkolo.partners.webhooks.disabled", "reason=gone"),
        ])
            await Eventually.Become(() => counted.Contains(expected), $"{expected} was counted");
        Assert.All(counted, figure => Assert.DoesNotContain(',', figure.Labels));
    }
}
