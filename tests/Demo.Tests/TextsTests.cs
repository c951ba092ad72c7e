using System.Text.RegularExpressions;
using Kivenkolo.Contracts;

namespace Kivenkolo.Demo.Tests;

public sealed partial class TextsTests
{
    private const int LongestSentence = 12; // words
    private const int LongestWord = 20; // letters

    public static TheoryData<string> Keys => [.. Content.Programme.Select(activity => activity.Key)];

    [Fact]
    public void The_week_has_the_eleven_activities_that_Kivenkolo_has() => Assert.Equal(
        ["baking", "bingo", "crafts", "darts", "garden", "house-meeting", "language-research", "levyraati", "parents-group", "s2-boost", "walking-group"],
        Content.Programme.Select(activity => activity.Key).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Keys))]
    public void Every_activity_has_a_title_and_two_to_four_sentences_in_each_of_the_four_languages(string key)
    {
        var activity = Activity(key);
        foreach (var language in (string[])["fi", "fi-simple", "sv", "en"])
        {
            Assert.NotNull(activity.Title[language]);
            Assert.InRange(Sentences(activity.Description[language] ?? "").Length, 2, 4);
        }
    }

    [Theory, MemberData(nameof(Keys))]
    public void Plain_Finnish_has_short_sentences_and_no_long_words(string key)
    {
        var activity = Activity(key);
        Assert.Empty(NotPlain(activity.Title["fi-simple"]!));
        Assert.Empty(NotPlain(activity.Description["fi-simple"]!));
        Assert.NotEqual(activity.Description["fi"], activity.Description["fi-simple"]);
    }

    [Theory]
    [InlineData("Tässä lauseessa on aivan liian monta sanaa, jotta se olisi enää selkeää suomea kenellekään.")]
    [InlineData("Maahanmuuttajavanhempainryhmä kokoontuu.")]
    public void What_is_not_plain_is_found(string text) => Assert.NotEmpty(NotPlain(text));

    [Theory, MemberData(nameof(Keys))]
    public void Every_activity_has_its_place_organiser_and_two_weeks_of_visits(string key)
    {
        var activity = Activity(key);
        Assert.Contains(Content.Places, place => place.Key == activity.Place);
        Assert.Contains(Content.Organisations, organisation => organisation.Key == activity.Organisation);
        Assert.Equal(Weeks.Past, activity.Visits.Length);
        Assert.All(activity.Visits, week => Assert.NotEmpty(week));
        Assert.All(activity.Visits.SelectMany(week => week.Keys), category => Assert.Contains(category, Content.Years[1].Scope));
    }

    [Fact]
    public void Each_thing_that_makes_it_easy_to_come_is_there_somewhere_and_is_known_to_Calendar() => Assert.Equal(
        ["bring-child", "come-late", "hearing-loop", "interpreter", "quiet-hour", "step-free"],
        Content.Programme.SelectMany(activity => activity.Facts).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_keyword_of_an_activity_is_named_and_every_name_is_used()
    {
        Assert.All(Content.Programme, activity => Assert.NotEmpty(activity.Keywords));
        Assert.Equal(Content.Keywords.Select(keyword => keyword.Id).Order(StringComparer.Ordinal),
            Content.Programme.SelectMany(activity => activity.Keywords.Concat(activity.Audience)).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Content.Keywords, keyword => Assert.Equal(["en", "fi", "sv"], keyword.Label.Languages));
    }

    [Fact]
    public void Someone_of_each_part_runs_something() => Assert.Equal(
        ["partner", "resident", "staff", "student"], Content.Programme.Select(activity => activity.RunBy).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void No_two_activities_share_a_place_at_the_same_time()
    {
        foreach (var one in Content.Programme)
            foreach (var other in Content.Programme.Where(o => o != one && o.Place == one.Place && o.Weekday == one.Weekday))
                Assert.True(one.Start.AddMinutes(one.DurationMinutes) <= other.Start || other.Start.AddMinutes(other.DurationMinutes) <= one.Start,
                    $"{one.Key} and {other.Key}");
    }

    [Fact]
    public void Places_have_the_four_languages_and_only_a_business_id_that_is_known_is_given()
    {
        Assert.All(Content.Places, place => Assert.Equal(["en", "fi", "fi-simple", "sv"], place.Name.Languages));
        Assert.Equal("3221347-3", Assert.Single(Content.Organisations, organisation => organisation.BusinessId is not null).BusinessId);
        Assert.Equal(6, Content.Organisations.Length);
    }

    [Fact]
    public void The_years_are_told_with_the_scope_that_their_sources_state()
    {
        Assert.Equal((4917, 0), (Content.Years[0].Count, Content.Years[0].Scope.Length));
        Assert.Equal(10136, Content.Years[1].Count);
        Assert.Equal(["clients", "students", "partners", "groups", "encounters", "networks"], Content.Years[1].Scope);
    }

    private static Activity Activity(string key) => Content.Programme.Single(activity => activity.Key == key);

    private static string[] Sentences(string text) =>
        text.Split(['.', '!', '?'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> NotPlain(string text) =>
        Sentences(text).Where(sentence => Words().Count(sentence) > LongestSentence)
            .Concat(Words().Matches(text).Select(word => word.Value).Where(word => word.Length > LongestWord));

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*")]
    private static partial Regex Words();
}
