using Kivenkolo.Ledger;
using MassTransit;
using MassTransit.UsageTracking;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Messaging.Tests;

public sealed class UsageTelemetryTests(PrivateServers servers)
{
    [Fact]
    public async Task The_librarys_makers_are_not_told_what_runs_here()
    {
        await using var ledger = await ServiceUnderTest<Program>.Start(servers);
        Assert.False(Tells(ledger.Services));
    }

    [Fact]
    public async Task Unless_told_not_to_the_library_tells_them()
    {
        await using var untold = new ServiceCollection().AddMassTransit(bus => bus.UsingInMemory()).BuildServiceProvider();
        Assert.True(Tells(untold));
    }

    private static bool Tells(IServiceProvider services) => Assert.IsType<UsageTracker>(services.GetRequiredService<IUsageTracker>()).Enabled;
}
