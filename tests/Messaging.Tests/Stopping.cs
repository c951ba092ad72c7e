using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Messaging.Tests;

internal static class Stopping
{
    /// <summary>The service stops taking messages, as a replica that is being replaced does.</summary>
    public static Task StopHearing(this IServiceProvider services) => services.GetRequiredService<IBusControl>().StopAsync(TimeSpan.FromSeconds(10));
}
