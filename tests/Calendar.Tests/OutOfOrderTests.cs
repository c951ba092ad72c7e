using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Participation.V1;
using Kivenkolo.Contracts.Partners.V1;

namespace Kivenkolo.Calendar.Tests;

/// <summary>No order between messages is promised: each pair of events that Calendar hears, the wrong way round.</summary>
[Collection(nameof(Calendar))]
public sealed class OutOfOrderTests(CalendarService calendar)
{
    private ServiceUnderTest<Program> Service => calendar.Service;

    [Fact]
    public Task SpaceChanged_the_newer_first() => OutOfOrder.OfSpace(Service);

    [Fact]
    public async Task OrganisationChanged_the_newer_first()
    {
        var (space, organisation) = (await calendar.OpenSpace(), Some.Id());
        await Service.Consumed(Organisation(space, organisation, 2, "Uusi"));
        await Service.Consumed(Organisation(space, organisation, 1, "Vanha"));
        Assert.Contains("Uusi", (string)(await Service.Scalar("select name::text from organisations where organisation_id = $1", organisation))!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProposalAccepted_before_OrganisationChanged()
    {
        var (space, organisation) = (await calendar.OpenSpace(), Some.Id());
        await Service.Consumed(new ProposalAccepted
        {
            SpaceId = space.Id, ProposalId = Some.Id(), OrganisationId = organisation, Title = new("fi", "Teehetki"), Description = LocalizedText.Empty,
            Date = new(2026, 11, 26), Start = new(14, 0), DurationMinutes = 60, Weeks = 1, SpokenLanguages = ["fi"], OccurredAt = CalendarService.Now,
        });
        await Service.Consumed(Organisation(space, organisation, 1, "Roda"));
        Assert.Equal("Roda", (string)(Assert.Single(await space.WeekLines("2026-W48")))["organiser"]!["fi"]!);
    }

    [Fact]
    public async Task ExperimentStarted_before_the_DecisionApproved_that_it_comes_from()
    {
        var (space, decision) = (await calendar.OpenSpace(), Some.Id());
        await Service.Consumed(new ExperimentStarted
        {
            SpaceId = space.Id, ExperimentId = Some.Id(), DecisionId =
                decision, DecisionNumber = "7/2026", DecidedOn = new(2026, 11, 20), Title = new("fi", "Kokeilu"), Description = LocalizedText.Empty,
            FirstDate = new(2026, 11, 26), Start = new(14, 0), DurationMinutes = 60, Sessions = 1, OccurredAt = CalendarService.Now,
        });
        await Service.Consumed(new DecisionApproved
        {
            SpaceId = space.Id, DecisionId =
                decision, Number = "7/2026", Text = new("fi", "Kokeillaan"), DecidedOn = new(2026, 11, 20), OccurredAt = CalendarService.Now,
        });
        Assert.Equal("7/2026", (string)(Assert.Single(await space.WeekLines("2026-W48")))["provenance"]!["decisionNumber"]!);
        Assert.Equal(1L, await Service.Scalar("select count(*) from decisions where decision_id = $1", decision));
    }

    private static OrganisationChanged Organisation(TestSpace space, Guid id, long version, string name) =>
        new() { SpaceId = space.Id, OrganisationId = id, Name = new("fi", name), Version = version, OccurredAt = CalendarService.Now };
}
