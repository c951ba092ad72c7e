using System.Net;
using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Partners.Tests;

public sealed class SpaceTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task An_opened_space_is_told_to_every_service_and_can_be_read_by_anyone()
    {
        var opened = await house.Open("kolmas-talo");
        var told = await house.Service.Published<SpaceChanged>(e => e.Slug == "kolmas-talo");
        Assert.Equal(opened["id"]!.GetValue<Guid>(), told.SpaceId);
        Assert.Equal(("Europe/Helsinki", "03", 1L), (told.TimeZone, told.WelfareAreaCode, told.Version));
        Assert.Equal(["fi", "fi-simple", "sv"], told.PromisedLanguages);

        var anyone = house.Service.Client();
        Assert.Equal(opened.ToJsonString(), (await House.Get(anyone, "kolmas-talo")).ToJsonString());
        Assert.Contains("kolmas-talo", (await House.Get(anyone, ""))["items"]!.AsArray().Select(space => space!["slug"]!.GetValue<string>()));
        await House.IsRefused(await House.Send(HttpMethod.Get, anyone, "neljas-talo"), HttpStatusCode.NotFound, "space-unknown");
    }

    [Fact]
    public async Task Opening_a_space_again_changes_nothing_and_opening_another_by_its_slug_is_refused()
    {
        var administration = house.Service.AsAdministration();
        var opened = await house.Open("viides-talo");
        var again = await House.Read(await House.Send(HttpMethod.Post, administration, "", Bodies.Space("viides-talo")), HttpStatusCode.OK);
        Assert.Equal(opened["id"]!.GetValue<Guid>(), again["id"]!.GetValue<Guid>());
        await House.IsRefused(
            await House.Send(HttpMethod.Post, administration, "", Bodies.Space("viides-talo").With("welfareAreaCode", "04")), HttpStatusCode.Conflict,
            "space-differs");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_twenty_who_open_one_space_at_once_one_opens_it_and_the_others_find_it_open(bool withKeys)
    {
        var administration = house.Service.AsAdministration();
        var slug = withKeys ? "kuudes-talo" : "seitsemas-talo";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            House.Send(HttpMethod.Post, administration, "", Bodies.Space(slug), withKeys ? [("Idempotency-Key", $"{slug}-{i}")] : [])));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("slug", "a"), InlineData("slug", "Kivenkolo"), InlineData("slug", "1talo"), InlineData("slug", "talo/toinen"), InlineData("slug", "api")]
    [InlineData("slug", "feeds"), InlineData("slug", "fi"), InlineData("slug", "ckb"), InlineData("slug", "fi-simple"), InlineData("slug", "talo\n")]
    [InlineData("slug", "talo-"), InlineData("slug", "ta--lo"), InlineData("slug", "-talo")]
    [InlineData("slug", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("timeZone", "Helsinki"), InlineData("timeZone", "FLE Standard Time"), InlineData("timeZone", "+02:00"), InlineData("timeZone", "EET")]
    [InlineData("timeZone", "../../etc/passwd")]
    [InlineData("welfareAreaCode", "00"), InlineData("welfareAreaCode", "22"), InlineData("welfareAreaCode", "3"), InlineData("welfareAreaCode", "049")]
    public async Task A_space_with_a_bad_field_is_turned_away_with_the_fields_name(string field, string value)
    {
        var problem = await House.Read(await House.Send(
            HttpMethod.Post, house.Service.AsAdministration(), "", Bodies.Space("kahdeksas-talo").With(field, value)), HttpStatusCode.BadRequest);
        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("01"), InlineData("21"), InlineData("90"), InlineData("91")]
    public void Every_welfare_area_Helsinki_and_Aland_have_a_code(string code) => Assert.True(new Spaces.WelfareAreaCodeAttribute().IsValid(code));

    [Fact]
    public async Task Only_the_operator_opens_spaces()
    {
        var body = Bodies.Space("yhdeksas-talo");
        foreach (var client in (HttpClient[])[house.Service.AsCoordinator("yhdeksas-talo"), house.Service.As(Role.Editor), house.Partner(Guid.Empty)])
            Assert.Equal(HttpStatusCode.Forbidden, (await House.Send(HttpMethod.Post, client, "", body)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await House.Send(HttpMethod.Post, house.Service.Client(), "", body)).StatusCode);
    }

    [Fact]
    public Task Hostile_bodies_are_turned_away_by_the_name_of_the_field()
    {
        var good = Bodies.Space("kymmenes-talo").ToJsonString();
        return HostileBodies.AreTurnedAway(house.Service.AsAdministration(), HttpMethod.Post, House.Spaces,
        [
            .. HostileBodies.Always(good), .. HostileBodies.With(good, "slug", HostileBodies.ForText),
            .. HostileBodies.With(good, "timeZone", HostileBodies.ForText),
            .. HostileBodies.With(good, "welfareAreaCode", HostileBodies.ForText), .. HostileBodies.With(good, "name", HostileBodies.ForLocalizedText),
            .. HostileBodies.With(good, "promisedLanguages", HostileBodies.ForCodes), .. HostileBodies.With(good, "offeredLanguages", HostileBodies.ForCodes),
        ]);
    }
}
