namespace Kivenkolo.Partners.Tests;

public sealed class RefusalsTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("fi", "fi")]
    [InlineData("sv-FI, en;q=0.5", "sv")]
    [InlineData("en", "en")]
    [InlineData("ja", "fi")]
    public async Task A_refusal_is_told_in_the_readers_language(string wanted, string given)
    {
        using var answer = await House.Send(
            HttpMethod.Get, house.Service.Client(), $"{House.Space}/organisations/{Guid.Empty}", null, ("Accept-Language", wanted));
        Assert.Equal([given], answer.Content.Headers.ContentLanguage);
    }

    [Fact]
    public void Every_refusal_has_a_status_and_is_told_in_three_languages()
    {
        foreach (var refusal in Enum.GetValues<Refusal>())
            Assert.InRange(refusal.Result().StatusCode!.Value, 400, 499);
    }
}
