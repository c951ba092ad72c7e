using System.Text.RegularExpressions;

namespace Kivenkolo.Architecture.Tests;

public sealed partial class SourcesTests
{
    private const int LongestFile = 400; // lines
    private const int WidestLine = 160; // characters

    [Fact]
    public void No_file_is_longer_than_a_reader_keeps_in_mind() =>
        Assert.Empty(Solution.PathsOf(".cs", ".razor", ".css", ".js").Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(path => (path, Lines: Lines(Solution.Text(path)))).Where(file => file.Lines > LongestFile)
                .Select(file => $"{file.path} has {file.Lines} lines"));

    [Fact]
    public void No_line_is_wider_than_a_screen() => Assert.Empty(Solution.Sources().SelectMany(TooWide));

    [Fact]
    public void Nothing_is_left_unfinished() => Assert.Empty(Solution.Sources().SelectMany(Unfinished));

    [Fact]
    public void A_file_too_long_one_too_wide_and_one_unfinished_are_found()
    {
        Assert.Empty(TooWide(new Source("a.cs", new string('x', WidestLine) + "\n")));
        Assert.Equal(["a.cs:2 has 161 characters"], TooWide(new Source("a.cs", "\n" + new string('x', WidestLine + 1))));
        Assert.True(Lines(string.Concat(Enumerable.Repeat("\n", LongestFile + 1))) > LongestFile);
        foreach (var text in (string[])["// TO" + "DO later", "throw new NotImplemented" + "Exception();", "[Fact(Sk" + "ip = \"later\")]", "#reg"
            + "ion Helpers"])
            Assert.NotEmpty(Unfinished(new Source("a.cs", text)));
    }

    private static IEnumerable<string> TooWide(Source source) => source.Text.Split('\n').Index()
        .Where(line => line.Item.Length > WidestLine).Select(line => $"{source.Path}:{line.Index + 1} has {line.Item.Length} characters");

    private static int Lines(string text) => text.AsSpan().Count('\n');

    private static IEnumerable<string> Unfinished(Source source) => Marks().Matches(source.Text).Select(mark => $"{source.Path}: {mark.Value}");

    [GeneratedRegex(@"\b(TO[D]O|FI[X]ME|NotImplemented[E]xception)\b|\bSk[i]p\s*=\s*""|^\s*#reg[i]on", RegexOptions.Multiline)]
    private static partial Regex Marks();
}
