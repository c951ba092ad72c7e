using System.Net;
using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.Partners.Organisations;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Partners.Tests;

public sealed class OrganisationTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task An_organisation_is_announced_when_it_is_listed_and_when_it_changes_and_not_when_nothing_changed()
    {
        var coordinator = house.Service.AsCoordinator();
        var id = await house.List();
        var path = $"{House.Space}/organisations/{id}";
        await House.Read(await House.Send(HttpMethod.Put, coordinator, path, Bodies.Organisation("Roda ry")), HttpStatusCode.OK);
        var changed = await House.Read(await House.Send(HttpMethod.Put, coordinator, path, Bodies.Organisation("Roda")), HttpStatusCode.OK);
        Assert.Equal(2, changed["version"]!.GetValue<long>());

        var last = await house.Service.Published<OrganisationChanged>(e => e.OrganisationId == id && e.Version == 2);
        Assert.Equal("Roda", last.Name.In("fi"));
        Assert.Equal([1L, 2L], house.Service.Outside.Heard<OrganisationChanged>().Where(e => e.OrganisationId == id).Select(e => e.Version).Order());
        Assert.Equal(changed.ToJsonString(), (await House.Get(house.Service.Client(), path)).ToJsonString());
    }

    [Fact]
    public async Task Whoever_read_an_older_state_is_told_that_it_has_changed()
    {
        var coordinator = house.Service.AsCoordinator();
        var path = $"{House.Space}/organisations/{await house.List()}";
        var read = (await House.Send(HttpMethod.Get, coordinator, path)).Headers.ETag!.ToString();
        await House.Read(await House.Send(HttpMethod.Put, coordinator, path, Bodies.Organisation("Toinen"), ("If-Match", read)), HttpStatusCode.OK);
        await House.IsRefused(
            await House.Send(HttpMethod.Put, coordinator, path, Bodies.Organisation("Kolmas"), ("If-Match", read)), HttpStatusCode.PreconditionFailed,
            "version-changed");
        await House.IsRefused(await House.Send(HttpMethod.Put, coordinator, $"{House.Space}/organisations/{Guid.CreateVersion7()}",
            Bodies.Organisation("Uusi"), ("If-Match", "*")), HttpStatusCode.PreconditionFailed, "version-changed");
    }

    [Fact]
    public async Task One_space_does_not_see_the_directory_of_another()
    {
        var id = await house.List();
        var other = house.Service.AsCoordinator(House.OtherSpace);
        await House.IsRefused(await House.Send(HttpMethod.Get, other, $"{House.OtherSpace}/organisations/{id}"), HttpStatusCode.NotFound,
            "organisation-unknown");
        Assert.DoesNotContain(id.ToString(), (await House.Get(other, $"{House.OtherSpace}/organisations?limit=100")).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(id.ToString(), (await House.Get(other, $"{House.Space}/organisations?limit=100")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await House.Send(HttpMethod.Put, other, $"{House.Space}/organisations/{id}", Bodies.Organisation("x"))).StatusCode);
    }

    [Fact]
    public async Task The_directory_comes_in_pages()
    {
        await house.Open("sivutalo");
        for (var i = 0; i < 3; i++) await house.List("sivutalo");
        var first = await House.Get(house.Service.Client(), "sivutalo/organisations?limit=2");
        Assert.Equal(2, first["items"]!.AsArray().Count);
        var second = await House.Get(house.Service.Client(), $"sivutalo/organisations?limit=2&after={first["next"]}");
        Assert.Single(second["items"]!.AsArray());
        Assert.Null(second["next"]);
        await House.Get(house.Service.Client(), "sivutalo/organisations?limit=101", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_the_coordinator_changes_the_directory()
    {
        foreach (var client in (HttpClient[])[house.Service.As(Role.Editor), house.Service.As(Role.Viewer), house.Partner(Guid.Empty)])
            Assert.Equal(HttpStatusCode.Forbidden,
                (await House.Send(HttpMethod.Put, client, $"{House.Space}/organisations/{Guid.Empty}", Bodies.Organisation("x"))).StatusCode);
    }

    [Theory]
    [InlineData("3221347-3", true), InlineData("2077474-0", true), InlineData("0115776-3", true), InlineData("2388924-4", true), InlineData("0131905-6", true)]
    [InlineData("2077474-1", false), InlineData("3221347-2", false), InlineData("32213473", false), InlineData("3221347-", false),
        InlineData("322134-73", false)]
    [InlineData("٣221347-3", false), InlineData("", false)]
    public void A_business_id_has_its_check_digit(string text, bool valid) => Assert.Equal(valid, BusinessId.IsValid(text));

    [Fact]
    public void No_number_whose_check_digit_would_be_ten_is_a_business_id()
    {
        // 0000001 has the remainder 2 and the check digit 9; 0000006 has the remainder 1.
        Assert.True(BusinessId.IsValid("0000001-9"));
        Assert.All(Enumerable.Range(0, 10), digit => Assert.False(BusinessId.IsValid($"0000006-{digit}")));
    }

    [Fact]
    public Task Hostile_bodies_are_turned_away_by_the_name_of_the_field()
    {
        var good = Bodies.Organisation("Roda ry").ToJsonString();
        return HostileBodies.AreTurnedAway(house.Service.AsCoordinator(), HttpMethod.Put, $"{House.Spaces}/{House.Space}/organisations/{Guid.Empty}",
        [
            .. HostileBodies.Always(good), .. HostileBodies.With(good, "name", HostileBodies.ForLocalizedText),
            .. HostileBodies.With(good, "type", HostileBodies.ForText),
            .. HostileBodies.With(good, "businessId", HostileBodies.ForText),
            .. HostileBodies.With(good, "url", [.. HostileBodies.ForText, "\"javascript:alert(1)\""]),
            .. HostileBodies.With(good, "languages", HostileBodies.ForCodes),
        ]);
    }
}
