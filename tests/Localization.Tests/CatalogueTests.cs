using System.Text.Json.Nodes;
using Kivenkolo.Contracts;

namespace Kivenkolo.Localization.Tests;

public sealed class CatalogueTests
{
    private static readonly SomeCatalogue Small = new("Kivenkolo.Small.Texts", "fi sv", new Dictionary<string, string>
    {
        ["notes"] = """
            { "Menu": "Name of the menu.", "Say": { "Thanks": "Thanks {{name}} for {{count}} ideas.", "Codes": { "not-found": "What not-found means." } } }
            """,
        ["fi"] = """
            { "Menu": "Valikko",
              "Say": { "Thanks_one": "Kiitos ideasta, {{name}}", "Thanks_other": "Kiitos {{count}} ideasta, {{name}}", "Codes": { "not-found": "ei ole" } } }
            """,
        ["sv"] = """
            { "Menu": "Meny",
              "Say": { "Thanks_one": "Tack {{name}}", "Thanks_other": "Tack {{name}} för {{count}}", "Codes": { "not-found": "finns inte" } } }
            """,
        ["ar"] = """{ "Menu": "الصفحات" }""",
    });

    public static TheoryData<string> Classes => [.. Catalogues.OfTheHouse.Select(catalogue => catalogue.Class)];

    [Fact]
    public void A_text_is_a_member_of_its_section()
    {
        var texts = Catalogues.Build(Small);
        Assert.Equal("Meny", texts.Exactly("sv").Text("Menu"));
        Assert.Equal("Kiitos 3 ideasta, Aino", texts.Exactly("fi").Text("Say.Thanks", "Aino", 3));
        Assert.Equal("Kiitos ideasta, Aino", texts.Exactly("FI").Text("Say.Thanks", "Aino", 1));
        Assert.Equal("finns inte", texts.Exactly("sv").Text("Say.Codes.not-found"));
    }

    [Fact]
    public void A_text_that_is_missing_in_a_language_that_is_not_promised_is_shown_in_the_next()
    {
        var texts = Catalogues.Build(Small.With("fi-simple", """{ "Say": { "Codes": { "not-found": "tätä ei ole" } } }"""));
        Assert.Equal("الصفحات", texts.Exactly("ar").Text("Menu"));
        Assert.Equal("tätä ei ole", texts.Exactly("ar").Text("Say.Codes.not-found")); // plain Finnish before Finnish
        Assert.Equal("Kiitos 3 ideasta, Aino", texts.Exactly("ar").Text("Say.Thanks", "Aino", 3));
        Assert.Equal("Valikko", texts.Exactly("fi-simple").Text("Menu"));
    }

    [Fact]
    public void A_text_in_all_its_languages_has_none_that_it_was_not_written_in()
    {
        var texts = Catalogues.Build(Small);
        var parameter = System.Linq.Expressions.Expression.Parameter(texts);
        LocalizedText In(System.Linq.Expressions.Expression said) => (LocalizedText)texts.GetMethod("In")!.Invoke(
            null, [System.Linq.Expressions.Expression.Lambda(typeof(Func<,>).MakeGenericType(texts, typeof(string)), said, parameter).Compile()])!;
        Assert.Equal(["ar", "fi", "sv"], In(System.Linq.Expressions.Expression.Property(parameter, "Menu")).Languages);
        var thanks = System.Linq.Expressions.Expression.Call(
            System.Linq.Expressions.Expression.Property(parameter, "Say"), "Thanks", null,
            System.Linq.Expressions.Expression.Constant("Aino"), System.Linq.Expressions.Expression.Constant(2));
        Assert.Equal(["fi", "sv"], In(thanks).Languages);
    }

    [Theory]
    [InlineData("fi", "Menu", null, "Menu in fi is missing: Menu")]
    [InlineData("sv", "Menu", null, "Menu in sv is missing: Menu")]
    [InlineData("sv", "Menu", "\" \"", "Menu in sv says nothing; leave the key out")]
    [InlineData("sv", "Meny", "\"Meny\"", "Meny in sv is no text of the catalogue: notes.json does not have it so")]
    [InlineData("sv", "Menu", "\"Meny {{name}}\"", "Menu in sv has not the placeholders of its note: ")]
    [InlineData("sv", "Menu", "\"Meny {{na me}}\"", "Menu in sv has braces that are no placeholder")]
    [InlineData("sv", "Say.Thanks_one", "\"Tack\"", "Say.Thanks_one in sv has not the placeholders of its note: {{name}}")]
    [InlineData("sv", "Say.Thanks_other", "\"Tack {{name}}\"", "Say.Thanks_other in sv has not the placeholders of its note: {{name}}, {{count}}")]
    [InlineData("sv", "Say.Thanks_one", null, "Say.Thanks in sv is missing: Thanks_one")]
    [InlineData("sv", "Say.Thanks_few", "\"Tack {{name}}\"", "Say.Thanks_few in sv is in a form that the language does not have; it has one, other")]
    [InlineData("sv", "Say.Thanks", "\"Tack {{name}} {{count}}\"", "Say.Thanks in sv is no text of the catalogue: notes.json does not have it so")]
    [InlineData("ar", "Say.Thanks_one", "\"{{name}}\"", "Say.Thanks in ar is missing: Thanks_zero, Thanks_two, Thanks_few, Thanks_many, Thanks_other")]
    [InlineData("ar", "Menu", "5", "Menu in ar is neither a text nor a section of texts")]
    [InlineData("notes", "Menu", "\"?\"", "Menu in notes does not say what the text is for")]
    [InlineData("notes", "menu-name", "\"Name of the menu.\"", "menu-name in notes has a part that is no name of a member: menu-name")]
    public void A_fault_in_a_catalogue_stops_the_build_and_names_the_key(string file, string path, string? value, string told)
    {
        var changed = JsonNode.Parse(Small.Files[file])!.AsObject();
        var section = changed;
        foreach (var part in path.Split('.')[..^1]) section = (JsonObject)(section[part] ??= new JsonObject());
        section.Remove(path.Split('.')[^1]);
        if (value is not null) section[path.Split('.')[^1]] = JsonNode.Parse(value);
        Assert.Contains(told, Catalogues.Faults(Small.With(file, changed.ToJsonString())));
    }

    [Fact]
    public void A_file_that_is_not_JSON_or_lacks_its_notes_stops_the_build()
    {
        Assert.Contains(Catalogues.Faults(Small.With("ar", "{ \"Menu\": ")), fault => fault.StartsWith("ar is not JSON", StringComparison.Ordinal));
        Assert.Contains("Menu in ar is there twice", Catalogues.Faults(Small.With("ar", """{ "Menu": "a", "Menu": "b" }""")));
        Assert.Contains("notes has no et.json beside it, and the language is promised", Catalogues.Faults(Small with { Promised = "fi sv et" }));
        Assert.Contains("notes promises no Finnish (fi), which the others fall back to", Catalogues.Faults(Small with { Promised = "sv" }));
        var without = new Dictionary<string, string>(Small.Files);
        without.Remove("notes");
        Assert.Contains(Catalogues.Faults(Small with { Files = without }), fault => fault.Contains("has no notes.json beside it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Menu", null)]
    [InlineData("Manu", "'Texts' does not contain a definition for 'Manu'")]
    [InlineData("Say.Thanks(\"Aino\", 2)", null)]
    [InlineData("Say.Thanks(\"Aino\", \"2\")", "cannot convert from 'string' to 'int'")]
    [InlineData("Say.Thanks(\"Aino\")", "no argument given that corresponds to the required parameter 'count'")]
    public void A_missing_or_misspelt_key_does_not_compile(string used, string? fault)
    {
        var faults = Catalogues.Faults(Small, $$"""class Page { string Said(Kivenkolo.Small.Texts texts) => texts.{{used}}; }""");
        if (fault is null) Assert.Empty(faults);
        else Assert.Contains(faults, told => told.Contains(fault, StringComparison.OrdinalIgnoreCase));
    }

    // Estonian, which nobody has written yet: first a few texts, which are shown among those of plain Finnish or Finnish, then all.
    [Theory, MemberData(nameof(Classes))]
    public void A_new_language_is_a_file_and_no_code(string name)
    {
        var catalogue = Catalogues.OfTheHouse.Single(catalogue => catalogue.Class == name);
        var finnish = Flat(catalogue.Files["fi"]);
        var (first, text) = finnish.First(each => !each.Key.Contains('_', StringComparison.Ordinal));
        var some = Catalogues.Build(catalogue.With("et", Nested(new() { [first] = "eesti: " + text })));
        var reader = some.GetMethod("Find")!.Invoke(null, [new[] { "et-EE" }])!;
        Assert.Equal("et", reader.GetType().GetProperty("Language")!.GetValue(reader));
        Assert.DoesNotContain("et", Languages(some, "Complete"));
        Assert.Contains("et", Languages(some, "All"));

        // Estonian has the plural forms of Finnish.
        var all = Catalogues.Build(catalogue.With("et", Nested(finnish.ToDictionary(each => each.Key, each => "eesti: " + each.Value))));
        Assert.Contains("et", Languages(all, "Complete"));
        var (estonian, own) = (all.Exactly("et"), all.Exactly("fi"));
        foreach (var key in Flat(catalogue.Files["notes"]).Where(note => !note.Value.Contains("{{", StringComparison.Ordinal)).Select(note => note.Key))
            Assert.Equal("eesti: " + own.Text(key), estonian.Text(key));
    }

    [Fact]
    public void Every_process_that_speaks_to_people_has_its_texts_in_catalogues() => Assert.Superset(
        new HashSet<string>(["Web", "Calendar", "Communications", "Partners", "Participation", "Identity", "Gateway", "Platform"]),
        Catalogues.OfTheHouse.Select(catalogue => catalogue.Class.Split('.')[1]).ToHashSet());

    private static string[] Languages(Type catalogue, string which) =>
        [.. ((IEnumerable<object>)catalogue.GetProperty(which)!.GetValue(null)!)
            .Select(texts => (string)texts.GetType().GetProperty("Language")!.GetValue(texts)!)];

    private static Dictionary<string, string> Flat(string json)
    {
        var flat = new Dictionary<string, string>();
        void Add(JsonObject section, string prefix)
        {
            foreach (var (key, value) in section)
                if (value is JsonObject below) Add(below, $"{prefix}{key}.");
                else flat[prefix + key] = (string)value!;
        }
        Add(JsonNode.Parse(json)!.AsObject(), "");
        return flat;
    }

    private static string Nested(Dictionary<string, string> flat)
    {
        var root = new JsonObject();
        foreach (var (path, text) in flat)
        {
            var section = root;
            foreach (var part in path.Split('.')[..^1]) section = (JsonObject)(section[part] ??= new JsonObject());
            section[path.Split('.')[^1]] = text;
        }
        return root.ToJsonString();
    }
}
