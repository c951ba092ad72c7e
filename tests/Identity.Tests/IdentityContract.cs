using System.Net;
using System.Net.Http.Json;
using Kivenkolo.Identity.Clients;

namespace Kivenkolo.Identity.Tests;

/// <summary>No route here has a space; four endpoints learn one otherwise.</summary>
public sealed class IdentityContract(SharedHouse shared, PrivateServers servers) : ServiceContract<Program, IdentityDb>(shared.House, servers),
IClassFixture<SharedHouse>
{
    private const string NotYourSpace = "urn:kivenkolo:identity:space-not-yours", UnknownClient = "urn:kivenkolo:identity:client-unknown";

    protected override string[] PersonalColumns =>
        ["people.email", "people.name", "people.normalized_email", "people.normalized_user_name", "people.user_name"];

    protected override IReadOnlyDictionary<string, SpaceNamedWithin> Within { get; } = Named(shared.House);

    [Theory]
    [InlineData("ListStaff")]
    [InlineData("ListCredentials")]
    [InlineData("GiveCredentials")]
    [InlineData("WithdrawCredentials")]
    public async Task An_endpoint_that_takes_the_coordinator_of_another_space_is_found(string endpoint)
    {
        var line = AccessTable.Committed("Identity").Single(line => line.Name == endpoint);
        // As if the space that the call names were not the one compared.
        var astray = Within[endpoint] with { Naming = _ => Within[endpoint].Naming("rantala") };

        var found = await AccessTable.Violations(shared.House.Client, [line], "metsola", "rantala",
            new Dictionary<string, SpaceNamedWithin> { [endpoint] = astray });

        Assert.Contains(found, violation => violation.Contains("as Coordinator elsewhere: let in instead of 40", StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.Contains("as Coordinator here: 40", StringComparison.Ordinal));
    }

    // Spaces are Partners'; here a slug is a word.
    protected override Task<Guid> Open(ServiceUnderTest<Program> service, string slug) => Task.FromResult(Guid.Empty);

    protected override async Task<Dictionary<string, string>> Fill(ServiceUnderTest<Program> service, string slug, Guid id)
    {
        await service.AddPerson($"{Person}-{slug}@example.org", name: Person, roles: [$"{slug}:coordinator"]);
        using var coordinator = service.AsCoordinator(slug);
        using var answer = await coordinator.PostAsJsonAsync("/account/v1/clients",
            new { name = Text, space = slug, organisationId = Guid.CreateVersion7(), scopes = new[] { "proposals:read" } });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return [];
    }

    private static Dictionary<string, SpaceNamedWithin> Named(ServiceUnderTest<Program> house) => new()
    {
        ["ListStaff"] = new(space => Task.FromResult(($"/account/v1/staff?space={space}", (object?)null)), HttpStatusCode.Forbidden, NotYourSpace),
        ["ListCredentials"] = new(space => Task.FromResult(($"/account/v1/clients?space={space}", (object?)null)), HttpStatusCode.Forbidden, NotYourSpace),
        ["GiveCredentials"] = new(space => Task.FromResult(("/account/v1/clients", (object?)Credentials(space))), HttpStatusCode.Forbidden, NotYourSpace),
        // The space is that of the credentials; to a coordinator of another they do not exist.
        ["WithdrawCredentials"] = new(async space => ($"/account/v1/clients/{await Give(house, space)}", null), HttpStatusCode.NotFound, UnknownClient),
    };

    private static object Credentials(string space) =>
        new { name = "Roda ry", space, organisationId = Guid.CreateVersion7(), scopes = new[] { "proposals:read" } };

    private static async Task<string> Give(ServiceUnderTest<Program> house, string space)
    {
        using var coordinator = house.AsCoordinator(space);
        using var answer = await coordinator.PostAsJsonAsync("/account/v1/clients", Credentials(space));
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<GiveCredentialsResponse>())!.ClientId;
    }
}
