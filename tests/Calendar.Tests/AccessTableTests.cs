namespace Kivenkolo.Calendar.Tests;

/// <summary>Role × endpoint × space: who is let in, compared with the committed manifest.</summary>
[Collection(nameof(Calendar))]
public sealed class AccessTableTests(CalendarService calendar)
{
    [Fact]
    public async Task Nobody_is_let_in_whom_the_manifest_does_not_allow_and_everybody_is_whom_it_allows() =>
        Assert.Empty(await Violations(AccessTable.Committed("Calendar")));

    [Fact]
    public async Task An_endpoint_that_is_more_open_or_more_closed_than_the_manifest_says_is_found()
    {
        var lines = AccessTable.Committed("Calendar");
        var open = Array.Find(lines, line => line.Access == "everyone")!;
        var closed = Array.Find(lines, line => line.Access != "everyone")!;

        Assert.Contains(await Violations([open with { Access = "administration" }]), found => found.Contains("as nobody: let in", StringComparison.Ordinal));
        Assert.Contains(await Violations([closed with { Access = "everyone" }]), found => found.Contains("as nobody: 401", StringComparison.Ordinal));
    }

    private async Task<string[]> Violations(ManifestLine[] lines)
    {
        var (here, elsewhere) = (await calendar.OpenSpace(), await calendar.OpenSpace());
        return await AccessTable.Violations(calendar.Service.Client, lines, here.Slug, elsewhere.Slug);
    }
}
