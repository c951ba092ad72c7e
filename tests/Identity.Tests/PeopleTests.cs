using System.Net;
using System.Net.Http.Json;
using Kivenkolo.Identity.People;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Identity.Tests;

public sealed class PeopleTests(SharedHouse shared) : IClassFixture<SharedHouse>
{
    private readonly ServiceUnderTest<Program> house = shared.House;
    private readonly string aino = $"aino-{Guid.CreateVersion7():N}@example.org";

    [Fact]
    public async Task The_same_address_is_the_same_person_whose_roles_become_those_given()
    {
        using var administration = house.AsAdministration();
        using var created = await Ensure(administration, aino, "kivenkolo", Role.Coordinator);
        using var again = await Ensure(administration, aino.ToUpperInvariant(), "toinen", Role.Viewer);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created.StatusCode, again.StatusCode));
        var id = (await created.Content.ReadFromJsonAsync<EnsurePersonResponse>())!.Id;
        Assert.Equal(id, (await again.Content.ReadFromJsonAsync<EnsurePersonResponse>())!.Id);
        Assert.Equal("toinen:viewer", await house.Scalar("select string_agg(space || ':' || role, ',') from person_roles where person_id = $1", id));
    }

    [Fact]
    public async Task Ten_requests_at_once_for_one_address_make_one_person()
    {
        using var administration = house.AsAdministration();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Ensure(administration, aino, "kivenkolo", Role.Coordinator)));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}"));
        Assert.Equal(1L, await house.Scalar("select count(*) from people where email = $1", aino));
        Assert.Equal(1L, await house.Scalar("select count(*) from person_roles r join people p on p.id = r.person_id where email = $1", aino));
    }

    [Fact]
    public async Task A_person_who_was_removed_can_neither_sign_in_nor_refresh()
    {
        var id = await house.AddPerson(aino);
        using var browser = new Browser(house.Client());
        var tokens = await browser.GetTokens(aino);
        using var administration = house.AsAdministration();

        Assert.Equal(HttpStatusCode.NoContent, (await administration.DeleteAsync($"/account/v1/people/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administration.DeleteAsync($"/account/v1/people/{id}")).StatusCode);

        Assert.Equal("invalid_grant", (await browser.Refresh(tokens.GetProperty("refresh_token").GetString()!)).Body.GetProperty("error").GetString());
        using var refused = await browser.SignIn(aino, House.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_person_without_a_password_of_this_service_does_not_sign_in_with_any()
    {
        await house.AddPerson(aino, password: null);
        using var browser = new Browser(house.Client());
        using var refused = await browser.SignIn(aino, "");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task The_list_comes_in_pages()
    {
        for (var i = 0; i < 3; i++) await house.AddPerson($"{i}-{aino}");
        using var administration = house.AsAdministration();
        var seen = new List<PersonResponse>();
        string? next = "";
        while (next is not null)
        {
            var page = await administration.GetFromJsonAsync<Page<PersonResponse>>("/account/v1/people?limit=2" + (next.Length > 0 ? $"&after={next}" : ""));
            seen.AddRange(page!.Items);
            next = page.Next;
        }
        Assert.Equal(3, seen.Count(p => p.Email.EndsWith(aino, StringComparison.Ordinal)));
        Assert.Equal(seen.Count, seen.DistinctBy(p => p.Id).Count());
    }

    [Fact]
    public async Task The_coordinator_sees_who_works_in_the_space_and_as_what_there()
    {
        var space = $"talo-{Guid.CreateVersion7():N}";
        var id = await house.AddPerson(aino, name: "Aino", roles: [$"{space}:editor", "muualla:coordinator"]);
        await house.AddPerson($"muu-{aino}", roles: ["muualla:coordinator"]);
        using var coordinator = house.AsCoordinator(space);
        var page = await coordinator.GetFromJsonAsync<Page<StaffResponse>>($"/account/v1/staff?space={space}");
        var one = Assert.Single(page!.Items);
        Assert.Equal((id, "Aino", aino, "editor"), (one.Id, one.Name, one.Email, Assert.Single(one.Roles)));
    }

    private static Task<HttpResponseMessage> Ensure(HttpClient client, string email, string space, Role role) => client.PostAsJsonAsync(
        "/account/v1/people", new
        {
            email, name =
            "Aino", password = House.Password, roles = new[] { new { space, role = role.ToString().ToLowerInvariant() } }
        });
}
