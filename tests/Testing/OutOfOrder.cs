using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Partners.V1;

namespace Kivenkolo.Testing;

/// <summary>Events come in any order: what every service must make of those that all hear.</summary>
public static class OutOfOrder
{
    /// <summary>Tells a service the second change of a space before the first; fails unless it holds the second.</summary>
    public static async Task OfSpace<TProgram>(ServiceUnderTest<TProgram> service) where TProgram : class
    {
        var id = Guid.CreateVersion7();
        foreach (var (version, zone) in ((long, string)[])[(2, "Europe/Stockholm"), (1, "Europe/Oslo")])
            await service.Consumed(new SpaceChanged
            {
                SpaceId = id, Slug = $"order-{id:N}"[..30], Name = new LocalizedText("fi", zone), TimeZone = zone, WelfareAreaCode = "03",
                PromisedLanguages = ["fi"], OfferedLanguages = [], Version = version, OccurredAt = TimeProvider.System.GetUtcNow(),
            });
        if (await service.Scalar("select time_zone from spaces where id = $1", id) is not "Europe/Stockholm")
            throw new InvalidOperationException("The older change of the space was taken.");
    }
}
