namespace Kivenkolo.Calendar.Tests;

public sealed class FuzzTests
{
    [Fact]
    public async Task Whatever_comes_as_a_calendar_or_as_a_rule_is_read_within_its_bounds()
    {
        // Side by side, each on a thread of its own, so that both together take no longer than one.
        foreach (var (tried, answers) in await Task.WhenAll(OutsideFuzz.Run(), RecurrenceFuzz.Run()))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{tried} inputs, {answers} different answers");
            Assert.True(answers > 50);
        }
    }
}
