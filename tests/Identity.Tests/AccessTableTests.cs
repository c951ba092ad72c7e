using System.Net;
using System.Net.Http.Json;
using Kivenkolo.Identity.Clients;

namespace Kivenkolo.Identity.Tests;

/// <summary>Role × endpoint × space: who is let in, compared with the committed manifest. No route here has a space; three endpoints learn one otherwise.</summary>
public sealed class AccessTableTests(SharedHouse shared) : IClassFixture<SharedHouse>
{
    private const string Here = "metsola", Elsewhere = "rantala";
    private const string NotYourSpace = "urn:kivenkolo:identity:space-not-yours", UnknownClient = "urn:kivenkolo:identity:client-unknown";

    private readonly ServiceUnderTest<Program> house = shared.House;

    [Fact]
    public async Task Nobody_is_let_in_whom_the_manifest_does_not_allow_and_everybody_is_whom_it_allows() =>
        Assert.Empty(await Violations(AccessTable.Committed("Identity")));

    [Fact]
    public async Task An_endpoint_that_is_more_open_or_more_closed_than_the_manifest_says_is_found()
    {
        var lines = AccessTable.Committed("Identity");
        var open = Array.Find(lines, line => line.Access == "everyone")!;
        var closed = Array.Find(lines, line => line.Access == "administration")!;

        Assert.Contains(await Violations([open with { Access = "administration" }]), found => found.Contains("as nobody: let in", StringComparison.Ordinal));
        Assert.Contains(await Violations([closed with { Access = "everyone" }]), found => found.Contains("as nobody: 401", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ListStaff")]
    [InlineData("ListCredentials")]
    [InlineData("GiveCredentials")]
    [InlineData("WithdrawCredentials")]
    public async Task An_endpoint_that_takes_the_coordinator_of_another_space_is_found(string endpoint)
    {
        var line = AccessTable.Committed("Identity").Single(line => line.Name == endpoint);
        // As if the space that the call names were not the one compared.
        var astray = Named[endpoint] with { Naming = _ => Named[endpoint].Naming(Elsewhere) };

        var found = await Violations([line], new() { [endpoint] = astray });

        Assert.Contains(found, violation => violation.Contains("as Coordinator elsewhere: let in instead of 40", StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.Contains("as Coordinator here: 40", StringComparison.Ordinal));
    }

    private Task<string[]> Violations(ManifestLine[] lines, Dictionary<string, SpaceNamedWithin>? named = null) =>
        AccessTable.Violations(house.Client, lines, Here, Elsewhere, named ?? Named);

    private Dictionary<string, SpaceNamedWithin> Named => new()
    {
        ["ListStaff"] = new(space => Task.FromResult(($"/account/v1/staff?space={space}", (object?)null)), HttpStatusCode.Forbidden, NotYourSpace),
        ["ListCredentials"] = new(space => Task.FromResult(($"/account/v1/clients?space={space}", (object?)null)), HttpStatusCode.Forbidden, NotYourSpace),
        ["GiveCredentials"] = new(space => Task.FromResult(("/account/v1/clients", (object?)Credentials(space))), HttpStatusCode.Forbidden, NotYourSpace),
        // The space is that of the credentials; to a coordinator of another they do not exist.
        ["WithdrawCredentials"] = new(async space => ($"/account/v1/clients/{await Give(space)}", null), HttpStatusCode.NotFound, UnknownClient),
    };

    private static object Credentials(string space) => new { name = "Roda ry", space, organisationId = Guid.CreateVersion7(), scopes = new[] { "proposals:read" } };

    private async Task<string> Give(string space)
    {
        using var coordinator = house.AsCoordinator(space);
        using var answer = await coordinator.PostAsJsonAsync("/account/v1/clients", Credentials(space));
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<GiveCredentialsResponse>())!.ClientId;
    }
}
