using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Kivenkolo.Localization.Tests;

/// <summary>What people read is in catalogues: no program says it by itself.</summary>
public sealed partial class WherePeopleReadTests
{
    // The programme of the example house is content; the others name languages, and Åland in an English message to programs.
    private static readonly string[] NotTexts = ["services/Demo/", "services/Web/Texts/Words.cs", "services/Partners/Spaces/WelfareAreaCodeAttribute.cs"];

    [Fact]
    public void No_program_has_a_text_for_people_in_its_code() => Assert.Empty(
        new[] { "services", "gateway", "ServiceDefaults" }.SelectMany(folder => Directory.GetFiles(Checkout.Path(folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor").Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !NotTexts.Any(known => file.StartsWith(known, StringComparison.Ordinal)))
            .SelectMany(file => Texts(File.ReadAllText(Checkout.Path(file))).Select(text => $"{file}: {text}")));

    [Theory]
    [InlineData("""var title = "Etsi tästä";""")]
    [InlineData("""var title = $"Sök här: {name}";""")]
    [InlineData("""var title = "مرحبًا";""")]
    [InlineData("""LocalizedText title = new([new("fi", "Uutiset")]);""")]
    public void A_text_in_code_is_found(string code) => Assert.Single(Texts(code));

    [Theory]
    [InlineData("""// Pätkä kommenttia""")]
    [InlineData("""var comma = '،'; var both = "،;";""")]
    public void A_comment_and_a_comma_are_no_texts(string code) => Assert.Empty(Texts(code));

    // By the letters that English, in which code is written, has not (in a page's markup too, which is no C#), or by its tag.
    private static IEnumerable<string> Texts(string code) => CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens()
        .Where(token => token.Kind() is not SyntaxKind.CharacterLiteralToken).Select(token => token.Text)
        .Where(text => text.Any(letter => char.IsLetter(letter) && (letter is >= '\u0600' and <= '\u06FF' || "äöåÄÖÅ".Contains(letter))))
        .Concat(Variant().Matches(code).Select(variant => variant.Value));

    // A variant of a text, written where it is used.
    [GeneratedRegex("""new\("(fi|sv|en|ar)(-simple)?", \$?"[^"]""")]
    private static partial Regex Variant();
}
