using System.Text.RegularExpressions;
using Kivenkolo.Contracts;

namespace Kivenkolo.Architecture.Tests;

/// <summary>What services hear: only each other, and in any order.</summary>
public sealed partial class ConsumersTests
{
    // The service that tells an event is in the event's namespace.
    private static readonly Dictionary<string, string> Owners = typeof(LocalizedText).Assembly.GetExportedTypes()
        .Where(type => type.Namespace!.Split('.') is [.., ['V', ..]] && type.GetProperty("OccurredAt") is not null)
        .ToDictionary(type => type.Name, type => type.Namespace!.Split('.')[^2]);

    private static readonly Source[] Services = [.. Solution.Sources("services")];

    [Fact]
    public void No_service_hears_its_own_events() => Assert.Empty(Services.SelectMany(OfItsOwn));

    [Fact]
    public void Every_event_that_a_service_hears_is_told_to_it_the_wrong_way_round()
    {
        Assert.NotEmpty(Services.SelectMany(Heard));
        Assert.Empty(Services.SelectMany(source => NotTested(source, service => Solution.Text($"tests/{service}.Tests/OutOfOrderTests.cs"))));
    }

    [Fact]
    public void A_consumer_of_its_own_event_and_one_whose_event_is_told_in_order_only_are_found()
    {
        var own = new Source("services/Calendar/Weeks/OnWeekPublished.cs", "class OnWeekPublished : IConsumer<WeekPublished>");
        Assert.Equal(["Calendar hears its own WeekPublished"], OfItsOwn(own));
        Assert.Empty(OfItsOwn(own with { Path = "services/Communications/Messages/OnWeekPublished.cs" }));
        Assert.Equal(["Calendar: WeekPublished"], NotTested(own, _ => "SpaceChanged_the_newer_first"));
    }

    private static IEnumerable<(string Service, string Event)> Heard(Source source) =>
        Consumer().Matches(source.Text).Select(match => (source.Path.Split('/')[1], match.Groups[1].Value)).Where(heard => Owners.ContainsKey(heard.Value))
            .Select(heard => (heard.Item1, heard.Value));

    private static IEnumerable<string> OfItsOwn(Source source) =>
        Heard(source).Where(heard => Owners[heard.Event] == heard.Service).Select(heard => $"{heard.Service} hears its own {heard.Event}");

    // The copy of the spaces is kept by the platform, in each service that does not own them.
    private static IEnumerable<string> NotTested(Source source, Func<string, string> tests) => Heard(source)
        .Where(heard => heard.Service is not ("Messaging" or "Platform") && !tests(heard.Service).Contains(heard.Event, StringComparison.Ordinal))
        .Select(heard => $"{heard.Service}: {heard.Event}");

    [GeneratedRegex(@"IConsumer<(\w+)>")]
    private static partial Regex Consumer();
}
