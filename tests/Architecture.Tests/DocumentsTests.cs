using System.Text.RegularExpressions;

namespace Kivenkolo.Architecture.Tests;

public sealed partial class DocumentsTests
{
    [Fact]
    public void Decision_records_are_numbered_without_a_gap_and_have_every_part()
    {
        var records = Solution.PathsOf(".md").Where(path => path.StartsWith("docs/decisions", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Enumerable.Range(1, records.Length).Select(number => $"{number:0000}"), records.Select(path => Path.GetFileName(path)[..4]));
        Assert.Empty(records.SelectMany(path => Lacking(path, Solution.Text(path))));
        Assert.NotEmpty(Lacking("a.md", "# 1. Something\n\n## Context\n"));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        Assert.Empty(Solution.PathsOf(".md").SelectMany(path => Dead(path, Solution.Text(path))));
        Assert.NotEmpty(Dead("README.md", "[gone](docs/gone.md)"));
    }

    private static IEnumerable<string> Lacking(string path, string record) =>
        new[] { "## Context", "## Options", "## Decision", "## Consequences", "## How we would notice that it was wrong" }
            .Where(part => !record.Contains(part, StringComparison.Ordinal)).Select(part => $"{path} lacks {part}");

    private static IEnumerable<string> Dead(string path, string text) => Links().Matches(text).Select(match => match.Groups[1].Value)
        .Where(target => !Path.Exists(Checkout.Path(Path.GetDirectoryName(path)!, target))).Select(target => $"{path}: {target}");

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)[^)]*\)")]
    private static partial Regex Links();
}
