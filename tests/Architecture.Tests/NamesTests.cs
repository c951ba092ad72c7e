using System.Text.RegularExpressions;
using Kivenkolo.Contracts;

namespace Kivenkolo.Architecture.Tests;

/// <summary>One skeleton for every service and one form for every name.</summary>
public sealed partial class NamesTests
{
    private static readonly HashSet<string> Events =
        [.. typeof(LocalizedText).Assembly.GetExportedTypes().Where(type => type.Namespace!.EndsWith(".V1", StringComparison.Ordinal))
            .Select(type => type.Name)];

    private static readonly Project[] Apis = [.. Solution.Services.Where(service => File.Exists(Path.Combine(service.Folder, "openapi.json")))];

    // Names that are not ours: Linked Events', and what is only a picture or a stream.
    private static readonly string[] Foreign = ["Linked"];

    [Fact]
    public void Every_service_has_its_address_table_and_its_database_under_its_own_name() =>
        Assert.Empty(Apis.SelectMany(api => Lacking(api.Name, Solution.PathsOf(".cs"))));

    [Fact]
    public void A_service_without_its_skeleton_is_found() =>
        Assert.Equal(["Calendar lacks CalendarApi.cs"], Lacking("Calendar", ["services/Calendar/CalendarDb.cs", "services/Calendar/Endpoints.cs"]));

    [Fact]
    public void A_problem_is_named_by_its_service_a_noun_and_its_state()
    {
        Assert.Empty(Solution.Sources().Concat(Solution.PathsOf(".md", ".razor").Select(path => new Source(path, Solution.Text(path))))
            .Where(source => !source.Path.StartsWith("tests/Architecture.Tests", StringComparison.Ordinal)).SelectMany(Misnamed));
        foreach (var wrong in (string[])["urn:kivenkolo:Unreadable", "urn:kivenkolo:calendar:Gone", "urn:kivenkolo:calendar:taken",
            "urn:kivenkolo:calendar:PlaceTaken"])
            Assert.NotEmpty(Misnamed(new("a.cs", $"\"{wrong}\"")));
        Assert.Empty(Misnamed(new("a.cs", "\"urn:kivenkolo:calendar:resource-taken\"")));
    }

    [Fact]
    public void A_refusal_is_a_noun_and_its_state()
    {
        Assert.Equal(Apis.Length, Solution.Sources("services").Count(source => Refusals().IsMatch(source.Text)));
        Assert.Empty(Solution.Sources("services").SelectMany(OneWord));
        Assert.Equal(["a.cs: Taken"], OneWord(new("a.cs", "enum Refusal\n{\n    ResourceTaken,\n    Taken,\n}\n")));
    }

    [Fact]
    public void Who_consumes_an_event_is_named_after_it()
    {
        var consumers = Solution.Sources("services").SelectMany(source => Consumers().Matches(source.Text)).ToArray();
        Assert.True(consumers.Length > 8);
        Assert.Empty(consumers.Where(IsMisnamed).Select(consumer => consumer.Groups["name"].Value));
        Assert.True(IsMisnamed(Consumers().Match("public sealed class PublishedWeek(CommunicationsDb db) : IConsumer<WeekPublished>\n{")));
        Assert.False(IsMisnamed(Consumers().Match("public sealed class OnWeekPublished(CommunicationsDb db) : IConsumer<WeekPublished>\n{")));
    }

    [Fact]
    public void What_an_endpoint_takes_is_a_Request_and_what_it_gives_a_Response()
    {
        Assert.Empty(Apis.SelectMany(api => Solution.Sources($"services/{api.Name}/")).SelectMany(Suffixes));
        Assert.Equal(["a.cs: IdeaSummary"],
            Suffixes(new("a.cs", "Task<Results<Created<SubmitIdeaResponse>, LocalizedProblem>> Handle(SubmitIdeaRequest request); Ok<IdeaSummary> Read()")));
        Assert.Equal(["a.cs: IdeaText"],
            Suffixes(new("a.cs", "internal static async Task<Ok<IdeaResponse>> Handle(\n        Guid ideaId, IdeaText request, CalendarDb db)")));
    }

    private static IEnumerable<string> Lacking(string service, IEnumerable<string> files) => new[] { $"{service}Api.cs", $"{service}Db.cs" }
        .Where(file => !files.Contains($"services/{service}/{file}")).Select(file => $"{service} lacks {file}");

    private static IEnumerable<string> Misnamed(Source source) => Urns().Matches(source.Text).Select(match => match.Value)
        .Where(urn => !WellNamed().IsMatch(urn)).Select(urn => $"{source.Path}: {urn}");

    private static IEnumerable<string> OneWord(Source source) => Refusals().Matches(source.Text).SelectMany(match => Members().Matches(match.Groups[1].Value))
        .Select(member => member.Groups[1].Value).Where(name => name.Count(char.IsUpper) < 2).Select(name => $"{source.Path}: {name}");

    private static bool IsMisnamed(Match consumer)
    {
        var told = Consumed().Matches(consumer.Groups["bases"].Value).Select(match => match.Groups[1].Value).Where(Events.Contains).ToArray();
        var name = consumer.Groups["name"].Value;
        return told.Length == 1 ? name != $"On{told[0]}" : told.Length > 1 && !name.StartsWith("On", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Suffixes(Source source) =>
        Given().Matches(source.Text).Select(match => match.Groups[1].Value)
            .Where(name => !name.EndsWith("Response", StringComparison.Ordinal) && !name.EndsWith("Page", StringComparison.Ordinal))
        .Concat(Taken().Matches(source.Text).Select(match => match.Groups[1].Value).Where(name => !name.EndsWith("Request", StringComparison.Ordinal)))
        .Where(name => !Foreign.Any(foreign => name.StartsWith(foreign, StringComparison.Ordinal))).Select(name => $"{source.Path}: {name}");

    [GeneratedRegex(@"urn:kivenkolo:[^\s""'`<&]+")]
    private static partial Regex Urns();

    [GeneratedRegex(@"^urn:kivenkolo:([a-z]+|\{service\}(\(\))?):([a-z]+(-[a-z]+)+|\{.*)?$")]
    private static partial Regex WellNamed();

    [GeneratedRegex(@"enum Refusal\s*\{(.*?)\n\}", RegexOptions.Singleline)]
    private static partial Regex Refusals();

    [GeneratedRegex(@"^    (\w+),?\s*$", RegexOptions.Multiline)]
    private static partial Regex Members();

    [GeneratedRegex(@"class (?<name>\w+)(<\w+>)?(\([^{;]*?\))?\s*:\s*(?<bases>[^{;]*IConsumer<[^{;]*)[{;]")]
    private static partial Regex Consumers();

    [GeneratedRegex(@"IConsumer<(\w+)>")]
    private static partial Regex Consumed();

    [GeneratedRegex(@"\b(?:Ok|Created|Accepted)<(?:Page<)?(\w+)>")]
    private static partial Regex Given();

    [GeneratedRegex(@"Handle\([^;{]*?\b(\w+)\?? request\b", RegexOptions.Singleline)]
    private static partial Regex Taken();
}
