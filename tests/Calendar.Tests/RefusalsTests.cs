using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Calendar.Tests;

public sealed class RefusalsTests
{
    // Only programs choose ids, act for an organisation, wish for places and follow links of Linked Events.
    private static readonly Refusal[] OfPrograms = [Refusal.ResourceUnknown, Refusal.IdTaken, Refusal.OrganisationMissing, Refusal.WishLimitReached];

    // Said with what they are about.
    private static readonly Refusal[] WithFacts = [Refusal.ScopesDiffer, Refusal.ClockChanges];

    [Fact]
    public void Whatever_people_are_refused_is_said_in_each_script_of_the_house()
    {
        var (helsinki, day) = (WallClock.Of("Europe/Helsinki"), new DateOnly(2026, 10, 25));
        var clash = new Clash(new("fi", "Sali"), new("fi", "Kuoro"), new(2026, 11, 26, 14, 0, 0), new(2026, 11, 26, 15, 0, 0));
        Figure one = new(day, day, ["clients"], null, 1), other = new(day, day, [], null, 2);
        LocalizedProblem[] refusals =
        [
            .. Enum.GetValues<Refusal>().Except(OfPrograms).Except(WithFacts).Select(refusal => refusal.Result()),
            Refusals.ResourceTaken(new([clash], 2)), Refusals.ClockChanges(day, new(3, 30), helsinki),
            Refusals.ClockChanges(new(2026, 3, 29), new(3, 30), helsinki),
            Refusals.ScopesDiffer(one, other, UsualCategories.Of(Guid.Empty)),
        ];
        Assert.All(refusals, refused =>
            Assert.Equal(["ar", "en", "fi", "sv"], refused.Title.Languages.Where(language => language != "fi-simple").Order(StringComparer.Ordinal)));
        Assert.Equal("محجوز: Sali 26.11.2026 الساعة 14:00–15:00 (Kuoro) (أوقات أخرى: 2).", Refusals.ResourceTaken(new([clash], 2)).Title["ar"]);
    }
}
