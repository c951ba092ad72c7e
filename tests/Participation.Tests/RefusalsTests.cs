using System.Net;

namespace Kivenkolo.Participation.Tests;

public sealed class RefusalsTests(House house)
{
    [Fact]
    public void Every_refusal_has_a_status_and_is_told_in_three_languages()
    {
        foreach (var refusal in Enum.GetValues<Refusal>()) Assert.InRange(refusal.Result().StatusCode!.Value, 400, 499);
    }

    [Theory]
    [InlineData("fi-simple", "Tätä kokousta ei ole.")]
    [InlineData("ar", "هذا الاجتماع غير موجود.")]
    [InlineData("fi", "Talokokousta ei löydy")]
    [InlineData("sv", "Husmötet hittades inte")]
    [InlineData("en-GB", "There is no such house meeting")]
    public async Task A_refusal_is_told_in_the_readers_language(string language, string title)
    {
        var home = await house.Open();
        var answer = await home.Send(home.Resident, HttpMethod.Get, $"meetings/{Home.NewId()}", null, ("Accept-Language", language));
        Assert.Equal(title, (string?)answer.Is(HttpStatusCode.NotFound)["title"]);
    }
}
