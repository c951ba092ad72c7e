using System.Net;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.Texts;

namespace Kivenkolo.Web.Tests;

public sealed class FormTests
{
    private static readonly Words Finnish = Words.Exactly("fi")!;

    private static Posted Sent(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => new KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>(f.Name, f.Value)), Finnish);

    [Fact]
    public void A_needed_text_that_is_blank_is_wrong_and_the_others_are_kept()
    {
        var posted = Sent(("text", " \n "), ("title", "säilyy"));
        posted.Needed("text", 10);
        Assert.Equal(Finnish.Forms.Needed, posted.Error("text"));
        Assert.Equal("säilyy", posted.Value("title"));
        Assert.Equal(422, posted.Status);
    }

    [Fact]
    public void A_text_is_measured_with_one_character_for_a_line_end()
    {
        var posted = Sent(("text", "ab\r\ncd"));
        Assert.Equal("ab\ncd", posted.Needed("text", 5));
        Assert.True(posted.IsFine);
        Assert.Equal("abcdef", Sent(("text", "abcdef")) is var tooLong ? tooLong.Needed("text", 5) : "");
        Assert.Equal(Finnish.Forms.TooLong(5), tooLong.Error("text"));
    }

    [Theory]
    [InlineData("14:00", "14:00")]
    [InlineData("14.00", "14:00")]
    [InlineData("9.30", "09:30")]
    [InlineData("25:00", null)]
    [InlineData("kello kaksi", null)]
    public void A_time_is_read_as_people_write_it(string written, string? read)
    {
        var posted = Sent(("start", written));
        var time = posted.Time("start");
        Assert.Equal(read is null, !posted.IsFine);
        if (read is not null) Assert.Equal(read, time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-11-30", true)]
    [InlineData("30.11.2026", true)]
    [InlineData("31.11.2026", false)]
    [InlineData("11/30/2026", false)]
    public void A_date_is_read_as_people_write_it(string written, bool isRead)
    {
        var posted = Sent(("date", written));
        var date = posted.Date("date");
        Assert.Equal(isRead, posted.IsFine);
        if (isRead) Assert.Equal(new DateOnly(2026, 11, 30), date);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("9999", true)]
    [InlineData("10000", false)]
    [InlineData("-1", false)]
    [InlineData("1e3", false)]
    [InlineData("99999999999999", false)]
    public void A_number_is_whole_and_within_its_bounds(string written, bool isRead)
    {
        var posted = Sent(("count", written));
        posted.Number("count", 0, 9999);
        Assert.Equal(isRead, posted.IsFine);
    }

    [Theory]
    [InlineData("0", "Kirjoita luku väliltä 1–1440")]
    [InlineData("99999999999999", "Kirjoita luku väliltä 1–1440")]
    [InlineData("puoli tuntia", "Kirjoita kokonaisluku, esimerkiksi 12")]
    public void A_number_out_of_bounds_is_told_them(string written, string said)
    {
        var posted = Sent(("minutes", written));
        posted.Number("minutes", 1, 1440);
        Assert.Equal(said, posted.Error("minutes"));
    }

    [Theory]
    [InlineData("nimi@esimerkki.fi", true)]
    [InlineData("Nimi <nimi@esimerkki.fi>", false)]
    [InlineData("nimi", false)]
    [InlineData("a@b\r\nBcc: c@d", false)]
    public void An_address_is_one_address_and_nothing_else(string written, bool isRead)
    {
        var posted = Sent(("email", written));
        posted.MailAddress("email");
        Assert.Equal(isRead, posted.IsFine);
    }

    [Fact]
    public void Only_what_was_offered_can_be_chosen()
    {
        var posted = Sent(("face", "superb"));
        posted.Choice("face", ["good", "okay", "bad"]);
        Assert.Equal(Finnish.Forms.ChooseOne, posted.Error("face"));
    }

    [Fact]
    public void What_a_service_refuses_is_said_in_its_own_words()
    {
        var posted = Sent();
        Assert.False(posted.Took(new ApiResponse<NoContent>(null, HttpStatusCode.Conflict, null,
            new("urn:kivenkolo:participation:meeting-closed", "Mötet är slut", "sv", new Dictionary<string, string[]>()))));
        Assert.Equal(new("sv", "Mötet är slut"), posted.Refusal);
    }

    [Fact]
    public void A_service_that_is_away_asks_to_try_again_and_loses_nothing()
    {
        var posted = Sent(("text", "Äänikirjoja"));
        Assert.False(posted.Took(new ApiResponse<NoContent>(null, null, null, null)));
        Assert.Equal(Finnish.Forms.TryAgain, posted.Refusal?.Text);
        Assert.Equal("Äänikirjoja", posted.Value("text"));
    }

    [Theory]
    [InlineData("/fi/kivenkolo/partners?x=1", "/fi/kivenkolo/partners?x=1")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    public void After_signing_in_one_stays_in_the_house(string? asked, string path) => Assert.Equal(path, SigningIn.SignIn.Local(asked));

    [Fact]
    public void What_is_counted_has_the_same_entry_each_time_and_hours_of_a_day_another_in_each_space()
    {
        var day = new DateOnly(2026, 11, 23);
        Impact.Counted[] counted =
        [
            new("/count/01930000-0000-7000-8000-000000000100", day, new(9, 0), new(10, 0), Guid.Parse("01930000-0000-7000-8000-000000000100")),
            new("/count/slot?date=2026-11-23&start=09:00&end=12:00", day, new(9, 0), new(12, 0)),
            new("/count/slot?date=2026-11-23&start=12:00&end=15:00", day, new(12, 0), new(15, 0)),
        ];
        var ids = counted.Select(what => what.Entry("kivenkolo")).ToArray();
        Assert.Equal(ids, counted.Select(what => what.Entry("kivenkolo")));
        Assert.Equal(3, ids.Distinct().Count());
        Assert.NotEqual(ids[1], counted[1].Entry("elsewhere"));
        Assert.All(ids, id => Assert.Equal(8, id.Version));
    }
}
