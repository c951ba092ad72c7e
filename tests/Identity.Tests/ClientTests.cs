using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Kivenkolo.Identity.Clients;
using Kivenkolo.ServiceDefaults;

namespace Kivenkolo.Identity.Tests;

public sealed class ClientTests(SharedHouse shared) : IClassFixture<SharedHouse>
{
    private static readonly string[] Proposals = ["proposals:read", "proposals:write"];
    private readonly ServiceUnderTest<Program> house = shared.House;

    [Fact]
    public async Task A_partners_system_gets_a_token_for_its_space_and_organisation()
    {
        var organisation = Guid.CreateVersion7();
        using var coordinator = house.AsCoordinator();
        var given = await Give(coordinator, organisation);
        using var partner = house.Client();

        var (status, body) = await partner.ClientToken(given.ClientId, given.ClientSecret, "proposals:write");

        Assert.True(status == 200, body.ToString());
        Assert.Equal(3599, body.GetProperty("expires_in").GetInt32(), 2.0);
        var token = House.Payload(body.GetProperty("access_token").GetString()!);
        Assert.Equal("kivenkolo", token.GetProperty("space").GetString());
        Assert.Equal(organisation, token.GetProperty("organisation").GetGuid());
        Assert.Equal("proposals:write", token.GetProperty("scope").GetString());
        Assert.Equal("kivenkolo", token.GetProperty("aud").GetString());
        Assert.Equal(given.ClientId, token.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task A_client_that_names_no_scope_has_all_of_its_own_and_one_that_names_anothers_has_none()
    {
        using var coordinator = house.AsCoordinator();
        var given = await Give(coordinator, Guid.CreateVersion7());
        using var partner = house.Client();

        var (_, all) = await partner.ClientToken(given.ClientId, given.ClientSecret);
        Assert.Equal(Proposals, House.Payload(all.GetProperty("access_token").GetString()!).GetProperty("scope").GetString()!.Split(' ').Order());

        foreach (var scope in (string[])["webhooks:write", "administration", "unheard-of", "offline_access openid"])
        {
            var (status, refused) = await partner.ClientToken(given.ClientId, given.ClientSecret, scope);
            Assert.True(status is 400, $"{scope}: {refused}");
        }
        Assert.Equal("invalid_client", (await partner.ClientToken(given.ClientId, "wrong")).Body.GetProperty("error").GetString());
        Assert.Equal("invalid_client", (await partner.ClientToken("nobody", "wrong")).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_stored_as_a_hash()
    {
        using var coordinator = house.AsCoordinator();
        var given = await Give(coordinator, Guid.CreateVersion7());

        var listed = await coordinator.GetStringAsync("/account/v1/clients?space=kivenkolo&limit=100");
        Assert.Contains(given.ClientId, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(given.ClientSecret, listed, StringComparison.Ordinal);
        var stored = (string?)await house.Scalar("select client_secret from clients where client_id = $1", given.ClientId);
        Assert.DoesNotContain(given.ClientSecret, stored, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(64, given.ClientSecret.Length);
    }

    [Fact]
    public async Task A_client_whose_credentials_were_taken_away_gets_no_more_tokens()
    {
        using var coordinator = house.AsCoordinator();
        var given = await Give(coordinator, Guid.CreateVersion7());
        using var partner = house.Client();
        await partner.ClientToken(given.ClientId, given.ClientSecret);
        using var elsewhere = house.AsCoordinator("toinen");

        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.DeleteAsync($"/account/v1/clients/{given.ClientId}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.DeleteAsync("/account/v1/clients/web")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await coordinator.DeleteAsync($"/account/v1/clients/{given.ClientId}")).StatusCode);

        Assert.Equal("invalid_client", (await partner.ClientToken(given.ClientId, given.ClientSecret)).Body.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.DeleteAsync($"/account/v1/clients/{given.ClientId}")).StatusCode);
    }

    [Fact]
    public async Task Only_a_coordinator_of_the_space_gives_credentials()
    {
        using var elsewhere = house.AsCoordinator("toinen");
        using var editor = house.As(ServiceDefaults.Access.Role.Editor);
        using var partner = house.AsPartner("kivenkolo", Guid.CreateVersion7(), "proposals:write");
        using var stranger = house.Client();
        foreach (var client in (HttpClient[])[elsewhere, editor, partner])
            Assert.Equal(HttpStatusCode.Forbidden, (await Post(client, Guid.CreateVersion7(), Proposals)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(stranger, Guid.CreateVersion7(), Proposals)).StatusCode);
    }

    [Fact]
    public async Task The_list_of_one_space_comes_in_pages_and_shows_nothing_of_another()
    {
        using var coordinator = house.AsCoordinator("lehtola");
        using var elsewhere = house.AsCoordinator("niitty");
        for (var i = 0; i < 3; i++) await Give(coordinator, Guid.CreateVersion7(), "lehtola");
        await Give(elsewhere, Guid.CreateVersion7(), "niitty");

        var first = await coordinator.GetFromJsonAsync<Page<CredentialsResponse>>("/account/v1/clients?space=lehtola&limit=2");
        var second = await coordinator.GetFromJsonAsync<Page<CredentialsResponse>>($"/account/v1/clients?space=lehtola&limit=2&after={first!.Next}");

        var all = first.Items.Concat(second!.Items).ToArray();
        Assert.Equal(3, all.DistinctBy(c => c.ClientId).Count());
        Assert.All(all, c => Assert.Equal("lehtola", c.Space));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task The_administration_has_its_scope_for_an_hour_and_opens_accounts_with_it()
    {
        using var client = house.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(
            Encoding.ASCII.GetBytes($"administration:{Uri.EscapeDataString(House.AdministrationSecret)}")));
        var (status, body) = await client.Token(("grant_type", "client_credentials"), ("scope", "administration"));
        Assert.True(status == 200, body.ToString());

        using var administration = house.Bearing(body.GetProperty("access_token").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await administration.GetAsync("/account/v1/people")).StatusCode);
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, Guid organisation, string[] scopes, string space = "kivenkolo") =>
        client.PostAsJsonAsync("/account/v1/clients", new { name = "Roda ry", space, organisationId = organisation, scopes });

    private static async Task<GiveCredentialsResponse> Give(HttpClient client, Guid organisation, string space = "kivenkolo")
    {
        using var answer = await Post(client, organisation, Proposals, space);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<GiveCredentialsResponse>())!;
    }
}
