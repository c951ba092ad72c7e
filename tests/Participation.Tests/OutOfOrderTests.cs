using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Participation.Tests;

/// <summary>No order between messages is promised: each pair of events that Participation hears, the wrong way round.</summary>
public sealed class OutOfOrderTests(House house)
{
    [Fact]
    public Task SpaceChanged_the_newer_first() => OutOfOrder.OfSpace(house.Service);

    [Fact]
    public async Task HeadcountRecorded_the_correction_first()
    {
        var (home, headcount) = (await house.Open(), Home.NewId());
        await house.Service.Consumed(Headcount(home, headcount, version: 2, count: 12));
        await house.Service.Consumed(Headcount(home, headcount, version: 1, count: 7));
        Assert.Equal(12, await house.Service.Scalar("select count from headcounts where id = $1", headcount));
    }

    [Fact]
    public async Task HeadcountRecorded_before_the_OccurrenceEnded_that_was_counted()
    {
        var (home, occurrence, headcount) = (await house.Open(), Home.NewId(), Home.NewId());
        await house.Service.Consumed(Headcount(home, headcount, version: 1, count: 7, occurrence));
        await home.EndOccurrence(occurrence: occurrence);
        Assert.Equal(7, await house.Service.Scalar("select count from headcounts where id = $1", headcount));
        Assert.Equal(1L, await house.Service.Scalar("select count(*) from feedback_forms where occurrence_id = $1", occurrence));
    }

    private static HeadcountRecorded Headcount(Home home, Guid id, long version, int count, Guid? occurrence = null) => new()
    {
        SpaceId = home.Id, HeadcountId =
            id, OccurrenceId = occurrence, From = new(2026, 11, 20), To = new(2026, 11, 20), Scope = [], Counts = null, Count = count,
        Version = version, OccurredAt = House.Now,
    };
}
