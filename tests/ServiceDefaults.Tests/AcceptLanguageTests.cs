using Kivenkolo.Contracts;
using Microsoft.AspNetCore.Http;

namespace Kivenkolo.ServiceDefaults.Tests;

public sealed class AcceptLanguageTests
{
    [Theory]
    [InlineData("sv", "sv")]
    [InlineData("ckb, en;q=0.5", "ckb en")]
    [InlineData("en;q=0.5, ckb", "ckb en")]
    [InlineData("en;q=0.8, sv;q=0.9, fi;q=0.1", "sv en fi")]
    [InlineData("sv, fi", "sv fi")]
    [InlineData("fi;q=0, en", "en")]
    [InlineData("*", "fi")]
    [InlineData("de-DE-1996, *;q=0.5", "de-DE-1996")]
    [InlineData("", "fi")]
    [InlineData("!!", "fi")]
    public void The_languages_are_those_of_the_header_the_heaviest_first(string header, string languages) =>
        Assert.Equal(languages, string.Join(' ', Of(header)));

    [Fact]
    public void No_more_than_twenty_languages_are_looked_up() =>
        Assert.Equal(20, Of(string.Join(", ", Enumerable.Range(0, 500).Select(i => $"x{(char)('a' + (i % 26))}"))).Count);

    [Theory]
    [InlineData("ckb, en;q=0.5", "There is none")]
    [InlineData("en;q=0.4, sv-FI;q=0.5", "Det finns ingen")]
    [InlineData("ckb", "Tätä ei ole")]
    [InlineData("nb", "Ei löydy")]
    public void A_text_is_in_the_first_of_them_that_it_has(string header, string text)
    {
        LocalizedText title = new([new("fi", "Ei löydy"), new("fi-simple", "Tätä ei ole"), new("sv", "Det finns ingen"), new("en", "There is none")]);
        Assert.Equal(text, title.Find(LanguageTag.Fallback(Of(header)))?.Text);
    }

    private static IReadOnlyList<string> Of(string header)
    {
        var request = new DefaultHttpContext().Request;
        if (header.Length > 0) request.Headers.AcceptLanguage = header;
        return AcceptLanguage.Of(request);
    }
}
