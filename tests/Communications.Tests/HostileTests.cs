using System.Net;
using System.Net.Http.Json;

namespace Kivenkolo.Communications.Tests;

public sealed class HostileTests(House house) : IClassFixture<House>
{
    private const string Subscription = """{"email":"name@example.org","language":"fi","topics":["weekly"]}""";
    private const string Token = """{"token":"x"}""";
    private const string Variant = """{"subject":"a","body":"b"}""";
    private const string Publication = """{"reasonForMissing":"a"}""";

    [Fact]
    public async Task Bad_subscriptions_are_turned_away_by_the_name_of_the_field_and_leave_nothing()
    {
        var space = await house.Service.OpenSpace("vihamielinen");
        using var resident = house.Service.Client();
        await HostileBodies.AreTurnedAway(resident, HttpMethod.Post, "/api/communications/v1/spaces/vihamielinen/subscriptions",
        [
            .. HostileBodies.Always(Subscription),
            .. HostileBodies.With(Subscription, "email", [.. HostileBodies.ForText, "null", "\"\"", "\"no address\"", "\"a@b.c\\nBcc: d@e.f\""]),
            .. HostileBodies.With(Subscription, "language", [.. HostileBodies.ForText, "null", "\"\"", "\"de\"", "\"not a tag\""]),
            .. HostileBodies.With(Subscription, "topics", [.. HostileBodies.ForCodes, "null", "[]", "[0]", "[\"weekly\",\"urgent\",\"weekly\"]"]),
        ]);
        Assert.Null(await house.Service.Scalar("select 1 from subscriptions where space_id = $1", space));
    }

    [Theory]
    [InlineData("confirmation")]
    [InlineData("ending")]
    public async Task Bad_tokens_are_turned_away(string what)
    {
        using var resident = house.Service.Client();
        await HostileBodies.AreTurnedAway(resident, HttpMethod.Post, $"{House.Api}/subscriptions/{what}",
            [.. HostileBodies.Always(Token), .. HostileBodies.With(Token, "token", [.. HostileBodies.ForText, "null", "\"\""])]);
    }

    [Fact]
    public async Task Bad_variants_and_publications_are_turned_away_and_change_nothing()
    {
        var draft = await house.Drafted(House.Week(house.Space, "2026-W48", 1, House.Occurrence(House.InFour("Bingo"))));
        using var coordinator = house.Service.AsCoordinator();
        var before = await coordinator.GetStringAsync(new Uri(draft, UriKind.Relative));

        await HostileBodies.AreTurnedAway(coordinator, HttpMethod.Put, $"{draft}/variants/sv",
        [
            .. HostileBodies.Always(Variant),
            .. HostileBodies.With(Variant, "subject",
                [.. HostileBodies.ForText, "null", "\"\"", "\" \"", "\"a\\nBcc: x@example.org\"", "\"a\\r\\nBcc: x@example.org\"", "\"a\\u2028b\""]),
            .. HostileBodies.With(Variant, "body", [.. HostileBodies.ForText, "null", "\"\""]),
        ]);
        await HostileBodies.AreTurnedAway(coordinator, HttpMethod.Post, $"{draft}/publication",
            [.. HostileBodies.Always(Publication), .. HostileBodies.With(Publication, "reasonForMissing", HostileBodies.ForText)]);

        Assert.Equal(before, await coordinator.GetStringAsync(new Uri(draft, UriKind.Relative)));
    }

    [Theory]
    [InlineData("PUT", "/messages/00000000-0000-0000-0000-000000000001/variants/sv", 404)]
    [InlineData("PUT", "/messages/00000000-0000-0000-0000-000000000001/variants/de", 400)]
    [InlineData("GET", "/messages?state=7", 400)]
    [InlineData("GET", "/messages?after=x", 400)]
    [InlineData("GET", "/messages?limit=99999999999", 400)]
    [InlineData("POST", "/messages/00000000-0000-0000-0000-000000000001/publication", 404)]
    public async Task Odd_addresses_are_answered_with_problems(string verb, string path, int status)
    {
        using var coordinator = house.Service.AsCoordinator();
        using var request = new HttpRequestMessage(new HttpMethod(verb), House.Api + path);
        if (verb != "GET") request.Content =
            JsonContent.Create(path.Contains("variants", StringComparison.Ordinal) ? new { subject = "a", body = "b" } : new object());

        using var answer = await coordinator.SendAsync(request);

        await House.Problem(answer, (HttpStatusCode)status);
    }

    [Fact]
    public async Task A_form_that_is_not_the_one_click_is_turned_away_by_name()
    {
        using var resident = house.Service.Client();
        foreach (var form in new[] { "", "List-Unsubscribe=", "list-unsubscribe=one-click", "Other=One-Click" })
        {
            using var content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
            using var answer = await resident.PostAsync(new Uri($"{House.Api}/subscriptions/ending/x", UriKind.Relative), content);
            await House.Problem(answer, HttpStatusCode.BadRequest);
            // The framework turns an empty form away before a field can be asked for.
            if (form.Length > 0) Assert.True((await House.Read(answer)).GetProperty("errors").TryGetProperty("list-Unsubscribe", out _), form);
        }
        using var json = JsonContent.Create(new { });
        using var other = await resident.PostAsync(new Uri($"{House.Api}/subscriptions/ending/x", UriKind.Relative), json);
        Assert.InRange((int)other.StatusCode, 400, 499);
    }
}
