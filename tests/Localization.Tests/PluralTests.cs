using System.Globalization;
using System.Text.Json.Nodes;

namespace Kivenkolo.Localization.Tests;

public sealed class PluralTests
{
    private static readonly string[] Forms = ["zero", "one", "two", "few", "many", "other"];

    // CLDR gives with each rule numbers that it holds for: they are the proof, of every rule of every language.
    [Fact]
    public void Every_number_that_CLDR_gives_as_an_example_takes_its_form_in_every_language()
    {
        var file = JsonNode.Parse(File.ReadAllText(Checkout.Path("services", "Platform", "Localization.Generator", "plurals.json")));
        var rules = file!["supplemental"]!["plurals-type-cardinal"]!.AsObject().Where(language => language.Key.Length <= 3)
            .ToDictionary(language => language.Key, language => language.Value!.AsObject());
        var files = new Dictionary<string, string> { ["notes"] = """{ "Form": "Names the form of {{count}}." }""", ["fi"] = Every(rules["fi"]) };
        foreach (var (language, forms) in rules) files[language] = Every(forms);
        var texts = Catalogues.Build(new SomeCatalogue("Kivenkolo.Plurals.Texts", "fi", files));
        var seen = 0;
        foreach (var (language, forms) in rules)
        {
            var said = texts.Exactly(language);
            foreach (var (rule, examples) in forms)
                foreach (var number in Integers((string)examples!))
                {
                    seen++;
                    Assert.Equal($"{language} {number}: {FormOf(rule)}", $"{language} {number}: {said.Text("Form", number).Split(' ')[0]}");
                }
        }
        Assert.True(rules.Count > 150 && seen > 3000, $"{rules.Count} languages, {seen} numbers");
    }

    [Theory]
    [InlineData("kmr", 1, "one")] // as Kurdish
    [InlineData("kmr", 2, "other")]
    [InlineData("prs", 0, "one")] // as Persian
    [InlineData("prs", 2, "other")]
    [InlineData("sv-simple", 1, "one")]
    [InlineData("ar-EG", 7, "few")]
    public void A_language_that_CLDR_names_otherwise_counts_as_its_own(string language, int number, string form)
    {
        var forms = language == "ar-EG" ? Forms : ["one", "other"];
        var texts = Catalogues.Build(new SomeCatalogue("Kivenkolo.Plurals.Texts", "fi", new Dictionary<string, string>
        {
            ["notes"] = """{ "Form": "Names the form of {{count}}." }""",
            ["fi"] = Texts(["one", "other"]), [language] = Texts(forms),
        }));
        Assert.StartsWith(form, texts.Exactly(language).Text("Form", number), StringComparison.Ordinal);
    }

    private static string Every(JsonObject rules) => Texts(rules.Select(rule => FormOf(rule.Key)));

    private static string Texts(IEnumerable<string> forms) =>
        new JsonObject(forms.Select(form => KeyValuePair.Create<string, JsonNode?>($"Form_{form}", $"{form} {{{{count}}}}"))).ToJsonString();

    private static string FormOf(string rule) => rule["pluralRule-count-".Length..];

    // "n = 2..4 @integer 2~4, 22, 1000, … @decimal 2.0"; 1c6 is a million written compactly.
    private static IEnumerable<int> Integers(string rule)
    {
        if (!rule.Contains("@integer", StringComparison.Ordinal)) yield break;
        var examples = rule.Split("@integer")[1].Split('@')[0].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var example in examples)
        {
            var ends = example.Split('~');
            if (!ends.All(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out _))) continue;
            var (first, last) = (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
            for (var number = first; number <= last; number++) yield return number;
        }
    }
}
