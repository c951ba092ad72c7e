using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Texts;

namespace Kivenkolo.Web.Tests;

public sealed partial class TextsTests
{
    public static TheoryData<string> Languages => [.. Words.All.Select(words => words.Language)];

    [Fact]
    public void The_house_speaks_five_languages() => Assert.Equal(["fi", "fi-simple", "sv", "en", "ar"], Words.All.Select(words => words.Language));

    [Theory, MemberData(nameof(Languages))]
    public void Every_text_says_something(string language) => Assert.All(
        Texts(Words.Exactly(language)!), text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Name));

    [Theory, MemberData(nameof(Languages))]
    public void Every_text_that_takes_something_says_it(string language) => Assert.All(
        Texts(Words.Exactly(language)!).Where(text => text.Given.Length > 0),
        text => Assert.All(text.Given, given => Assert.Contains(given, text.Value, StringComparison.Ordinal)));

    [Fact]
    public void No_language_borrows_a_sentence_of_another()
    {
        var sentences = new[] { "fi", "sv", "en", "ar" }
            .SelectMany(tag => Texts(Words.Exactly(tag)!).Where(text => text.Value.Trim().Contains(' ') && text.Given.Length == 0)
                .Select(text => (Tag: tag, text.Value)))
            .GroupBy(text => text.Value).Where(same => same.Select(text => text.Tag).Distinct().Count() > 1);
        Assert.Empty(sentences.Select(same => same.Key));
    }

    // A weekday, a month and "minuutti" are as long as they are; the rest is for residents to read at a glance.
    [Fact]
    public void Plain_Finnish_has_short_sentences_for_residents()
    {
        var residents = Texts(Words.Exactly("fi-simple")!).Where(text => !text.Name.StartsWith("Staff.", StringComparison.Ordinal));
        var sentences = residents.SelectMany(text => SentenceEnd().Split(text.Value).Select(sentence => (text.Name, sentence)));
        Assert.All(sentences, s => Assert.True(s.sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 12, $"{s.Name}: {s.sentence}"));
    }

    [Fact]
    public void A_long_sentence_would_be_found() =>
        Assert.True(SentenceEnd().Split("Tämä lause on niin pitkä, ettei kukaan jaksa lukea sitä loppuun asti kerralla.")[0].Split(' ').Length > 12);

    [Theory]
    [InlineData("fi-simple", "fi-simple")]
    [InlineData("FI-Simple", "fi-simple")]
    [InlineData("fi-FI", "fi")]
    [InlineData("sv-simple", "sv")]
    [InlineData("ar-EG", "ar")]
    [InlineData("ckb", "en")]
    [InlineData("kmr", "en")]
    public void A_reader_gets_the_nearest_of_the_house_languages(string asked, string given)
    {
        var reader = new Reader(TimeProvider.System);
        reader.Reads(asked);
        Assert.Equal(given, reader.Words.Language);
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_language_that_is_spoken_here_has_a_name_in_every_other(string language)
    {
        var words = Words.Exactly(language)!.Languages;
        Assert.All(new[] { "fi", "fi-simple", "sv", "en", "ar", "ckb", "kmr", "so", "ru", "uk", "fa", "prs", "et" }, tag =>
        {
            Assert.NotEqual(tag, words.Name(tag));
            Assert.NotEqual(tag, words.In(tag));
            Assert.NotEqual(tag, LanguagesWords.OwnName(tag));
        });
    }

    // The codes are Calendar's: the reasons as its API document lists them, and why a pull failed as it says where that is told.
    [Theory, MemberData(nameof(Languages))]
    public void Whatever_went_wrong_with_a_partners_calendar_is_said_in_words(string language)
    {
        var words = Words.Exactly(language)!.Staff.Followed;
        var schemas = JsonNode.Parse(File.ReadAllText(Checkout.Path("services", "Calendar", "openapi.json")))!["components"]!["schemas"]!;
        var told = Regex.Replace(File.ReadAllText(Checkout.Path("services", "Calendar", "Sources", "SourceResponse.cs")), @"\n\s*///", "");
        var errors = Regex.Match(told, @"attempt failed: ([^<]*)\.</param>").Groups[1].Value.Split([", ", " or "], default);
        Assert.Equal(errors.Order(), words.Errors.Keys.Order());
        Assert.Equal(schemas["FindingReason"]!["enum"]!.AsArray().Select(reason => (string)reason!).Order(), words.Reasons.Keys.Order());
        Assert.All(words.Errors.Values.Concat(words.Reasons.Values), text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Theory]
    [InlineData("fi", "1 minuutti", "2 minuuttia", "3 minuuttia", "45 minuuttia", "100 minuuttia")]
    [InlineData("sv", "1 minut", "2 minuter", "3 minuter", "45 minuter", "100 minuter")]
    [InlineData("en", "1 minute", "2 minutes", "3 minutes", "45 minutes", "100 minutes")]
    [InlineData("ar", "دقيقة واحدة", "دقيقتان", "3 دقائق", "45 دقيقة", "100 دقيقة")]
    public void What_is_counted_takes_the_plural_form_of_the_language(string language, params string[] minutes)
    {
        var words = Words.Exactly(language)!.Staff;
        Assert.Equal(minutes, new[] { 1, 2, 3, 45, 100 }.Select(words.Minutes));
    }

    [Fact]
    public void Arabic_is_read_from_right_to_left_and_the_others_are_not()
    {
        Assert.Equal("rtl", LanguageTag.Direction("ar"));
        Assert.All(Words.All.Where(words => words.Language != "ar"), words => Assert.Equal("ltr", LanguageTag.Direction(words.Language)));
    }

    /// <summary>Every text below, with what was put into it: sample texts for its parameters.</summary>
    private static IEnumerable<(string Name, string Value, string[] Given)> Texts(object words, string prefix = "")
    {
        var type = words.GetType().BaseType!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            var name = prefix + property.Name;
            var value = property.GetValue(words);
            if (value is string text) yield return (name, text, []);
            else if (value is IReadOnlyDictionary<string, string> table)
                foreach (var (code, each) in table) yield return ($"{name}.{code}", each, []);
            else if (value is not null && property.PropertyType.Namespace == typeof(Words).Namespace && !(words is Words && name == nameof(Words.Plan)))
                foreach (var below in Texts(value, name + ".")) yield return below;
        }
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.IsAbstract && !m.IsSpecialName))
        {
            object[] given = [.. method.GetParameters().Select((p, i) => p.ParameterType == typeof(int) ? (object)(40 + i) : $"<{i}>")];
            yield return (prefix + method.Name, (string)method.Invoke(words, given)!, [.. given.Select(g => g.ToString()!)]);
        }
    }

    [GeneratedRegex(@"(?<=[.?!:])\s+")]
    private static partial Regex SentenceEnd();
}
