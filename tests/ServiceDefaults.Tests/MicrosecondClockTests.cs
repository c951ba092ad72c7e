using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Tests;

public sealed class MicrosecondClockTests
{
    [Fact]
    public async Task An_instant_has_no_more_digits_than_the_database_keeps()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults("Sample");
        await using var app = builder.Build();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var before = TimeProvider.System.GetUtcNow();
        var told = Enumerable.Range(0, 1000).Select(_ => clock.GetUtcNow()).ToList();
        Assert.All(told, now => Assert.Equal(0, now.Ticks % TimeSpan.TicksPerMicrosecond));
        Assert.InRange(told[^1], before.AddTicks(-10), TimeProvider.System.GetUtcNow());
    }
}
