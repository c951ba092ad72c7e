using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Partners.Tests;

/// <summary>No order between messages is promised: the events that Partners hears, the wrong way round.</summary>
public sealed class OutOfOrderTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task ActivityPublished_the_change_before_the_first_publication()
    {
        var proposal = await house.Propose(await house.List());
        var space = (await House.Get(house.Service.Client(), House.Space))["id"]!.GetValue<Guid>();
        var activity = Guid.CreateVersion7();
        foreach (var version in (long[])[2, 1])
            await house.Service.Consumed(new ActivityPublished
            {
                SpaceId = space, ActivityId =
                    activity, Title = new LocalizedText("fi", $"Teehetki {version}"), OrganisationId = null, ProposalId = proposal, ExperimentId = null,
                Version = version, OccurredAt = TimeProvider.System.GetUtcNow(),
            });
        Assert.Equal(activity, (await House.Get(house.Service.AsCoordinator(), $"{House.Space}/proposals/{proposal}"))["activityId"]!.GetValue<Guid>());
    }
}
