namespace Kivenkolo.Communications.Tests;

/// <summary>No order between messages is promised: each pair of events that Communications hears, the wrong way round.</summary>
public sealed class OutOfOrderTests(House house) : IClassFixture<House>
{
    [Fact]
    public Task SpaceChanged_the_newer_first() => OutOfOrder.OfSpace(house.Service);

    [Fact]
    public async Task WeekPublished_the_newer_first()
    {
        foreach (var (version, title) in ((long, string)[])[(2, "Uusi"), (1, "Vanha")])
            await house.Heard(House.Week(house.Space, "2026-W31", version, House.Occurrence(House.InFour(title))));
        Assert.Contains("Uusi fi", (string)(await house.Service.Scalar("select body::text from messages where week = '2026-W31'"))!, StringComparison.Ordinal);
        Assert.Equal(1L, await house.Service.Scalar("select count(*) from messages where week = '2026-W31'"));
    }

    [Fact]
    public async Task OccurrenceChanged_the_newer_first()
    {
        var changed = House.Change(house.Space, House.InFour("Kuoro"));
        foreach (var version in (long[])[3, 2]) await house.Heard(changed with { Version = version });
        Assert.Equal("3", await Told(changed.OccurrenceId));
    }

    [Fact]
    public async Task OccurrenceCancelled_before_the_OccurrenceChanged_that_it_overtook()
    {
        var changed = House.Change(house.Space, House.InFour("Bingo"));
        await house.Heard(House.Cancellation(house.Space, House.InFour("Bingo"), id: changed.OccurrenceId) with { Version = 3 });
        await house.Heard(changed with { Version = 2 });
        Assert.Equal("3", await Told(changed.OccurrenceId));
    }

    [Fact]
    public async Task OccurrenceChanged_before_the_WeekPublished_that_tells_of_it()
    {
        var changed = House.Change(house.Space, House.InFour("Darts"));
        await house.Heard(changed with { Version = 2 });
        await house.Heard(House.Week(house.Space, "2026-W32", 1, House.Occurrence(House.InFour("Darts"))));
        Assert.Equal("2", await Told(changed.OccurrenceId));
        Assert.Equal(1L, await house.Service.Scalar("select count(*) from messages where week = '2026-W32'"));
    }

    private async Task<string> Told(Guid occurrence) =>
        string.Join(' ', (await house.Service.Query("select source_version from messages where occurrence_id = $1 order by source_version", occurrence))
            .Select(row => row["source_version"]));
}
