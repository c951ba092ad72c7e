using System.Globalization;

namespace Kivenkolo.Calendar.Tests;

public sealed class FuzzTests
{
    [Fact]
    public Task Whatever_comes_as_a_calendar_or_as_a_rule_is_read_within_its_bounds() => Read(TimeSpan.FromSeconds(5));

    [Fact]
    [Endurance]
    public Task Whatever_comes_as_a_calendar_or_as_a_rule_is_read_within_its_bounds_for_a_minute() => Read(TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("KIVENKOLO_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 60));

    private static async Task Read(TimeSpan length)
    {
        // Side by side, each on a thread of its own, so that both together take no longer than one.
        foreach (var (tried, answers) in await Task.WhenAll(OutsideFuzz.Run(length), RecurrenceFuzz.Run(length)))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{tried} inputs, {answers} different answers");
            Assert.True(answers > 50);
        }
    }
}
