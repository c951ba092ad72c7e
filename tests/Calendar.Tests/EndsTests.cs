using System.Net;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Calendar.Tests;

/// <summary>With a clock of its own, which goes on.</summary>
public sealed class EndsTests(PrivateServers servers)
{
    [Fact]
    public async Task The_end_of_an_occurrence_is_told_once_at_its_time_and_not_of_what_was_cancelled_moved_or_over_before()
    {
        await using var service = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = CalendarService.Now });
        var space = new TestSpace(service, "kivenkolo", await service.OpenSpace());
        var today = await space.OccurrenceOf(await space.Plan("2026-11-23", "14:00"));
        var cancelled = await space.OccurrenceOf(await space.Plan("2026-11-23", "14:00"));
        var movedActivity = await space.Plan("2026-11-23", "14:00");
        var moved = await space.OccurrenceOf(movedActivity);
        var over = await space.OccurrenceOf(await space.Plan("2026-11-19"), "2026-W47");
        var later = await space.OccurrenceOf(await space.Plan("2026-11-24", "09:00"));
        await (await space.Post($"occurrences/{cancelled}/cancellation")).Json(HttpStatusCode.OK);
        await space.Plan("2026-11-23", "15:00", activity: movedActivity);
        // The one that was cancelled waits for nothing more, and the one that was moved for its new time.
        await Waiting(3);

        service.Clock!.SetUtcNow(new(2026, 11, 23, 12, 59, 59, TimeSpan.Zero));
        await Waiting(3);
        Assert.Empty(service.Outside.Heard<OccurrenceEnded>());

        service.Clock.SetUtcNow(new(2026, 11, 23, 13, 0, 0, TimeSpan.Zero));
        var ended = await service.Published<OccurrenceEnded>();
        Assert.Equal((space.Id, today, "Teehetki"), (ended.SpaceId, ended.OccurrenceId, ended.Title["fi"]));
        Assert.Equal((service.Clock.GetUtcNow().AddHours(-1), service.Clock.GetUtcNow()), (ended.Start, ended.End));
        await Waiting(2);

        service.Clock.SetUtcNow(new(2026, 11, 23, 14, 0, 0, TimeSpan.Zero));
        Assert.Equal(moved, (await service.Published<OccurrenceEnded>(e => e.OccurrenceId != today)).OccurrenceId);
        service.Clock.SetUtcNow(new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
        await service.Published<OccurrenceEnded>(e => e.OccurrenceId == later);
        await Waiting(0);
        Assert.Equal([today, moved, later], service.Outside.Heard<OccurrenceEnded>().Select(e => e.OccurrenceId));
        Assert.DoesNotContain(over, service.Outside.Heard<OccurrenceEnded>().Select(e => e.OccurrenceId));
        Assert.Equal(0L, await service.Scalar("select count(*) from occurrences where end_told_at is not null and status <> 'Confirmed'"));

        // What is due has gone, and what is not due yet waits.
        async Task Waiting(long messages) => await Eventually.Become(
            async () => Equals(messages, await service.Scalar("select count(*) from jobs where kind = 'advance-activity'")),
            $"{messages} activities wait for their time");
    }
}
