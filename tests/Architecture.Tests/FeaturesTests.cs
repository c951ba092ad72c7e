using System.Text.RegularExpressions;

namespace Kivenkolo.Architecture.Tests;

/// <summary>One slice a file, a file for each type that others look for, and features that do not lean on each other in a circle.</summary>
public sealed partial class FeaturesTests
{
    // Pairs of features that lean on each other both ways. Each is to be taken apart and none to be added.
    private static readonly string[] Circles =
    [
        "Calendar: Activities and Places",
        "Calendar: Headcounts and Problems",
        "Calendar: Occurrences and Places",
        "Calendar: Places and Problems",
        "Calendar: Sources and Weeks",
        "Communications: Mail and Messages",
        "Communications: Mail and Subscriptions",
        "Identity: Clients and Tokens",
        "Identity: External and Pages",
        "Identity: Pages and Tokens",
        "Identity: SigningIn and Tokens",
        "Participation: Decisions and Experiments",
        "Participation: Decisions and HouseMeetings",
        "Partners: Proposals and Webhooks",
    ];

    // Families of small types that are read together, and parts of generated ones.
    private static readonly string[] Families = ["LinkedResources.cs", "ProtectedXml.cs", "CalendarTexts.cs"];

    private static readonly Source[] Ours =
        [.. Solution.Sources("services").Where(source => !source.Path.StartsWith("services/Contracts", StringComparison.Ordinal)),
        .. Solution.Sources("ServiceDefaults"), .. Solution.Sources("gateway")];

    [Fact]
    public void A_file_holds_one_slice() => Assert.Empty(Ours.Where(source => Slices(source) > 1).Select(source => source.Path));

    [Fact]
    public void A_file_is_named_after_a_type_in_it() => Assert.Empty(Ours.Where(IsMisnamed).Select(source => source.Path));

    [Fact]
    public void A_second_slice_and_a_file_of_another_name_are_found()
    {
        const string Slice = "internal static class ListIdeas { public static void Map(RouteGroupBuilder ideas) => ideas.MapGet(); }\n";
        Assert.Equal(2, Slices(new("ReadIdeas.cs", Slice + Slice)));
        Assert.True(IsMisnamed(new("services/Participation/Ideas/ReadIdeas.cs", Slice)));
        Assert.False(IsMisnamed(new("services/Participation/Ideas/ListIdeas.cs", Slice)));
    }

    [Fact]
    public void No_more_features_lean_on_each_other_in_a_circle()
    {
        var found = Found(Ours).ToArray();
        Assert.Empty(found.Except(Circles));
        Assert.Empty(Circles.Except(found)); // taken apart: take it from the list
    }

    [Fact]
    public void A_circle_is_found() => Assert.Equal(["Calendar: Feeds and Weeks"], Found(
    [
        new("services/Calendar/Weeks/ReadWeek.cs", "using Kivenkolo.Calendar.Feeds;\n"),
        new("services/Calendar/Feeds/Feed.cs", "using Kivenkolo.Calendar.Weeks;\n"),
        new("services/Calendar/Feeds/Head.cs", "using Kivenkolo.Calendar.Runs;\n"),
    ]));

    private static int Slices(Source source) => StaticClasses().Split(source.Text).Count(type => Maps().IsMatch(type));

    private static bool IsMisnamed(Source source)
    {
        var file = Path.GetFileName(source.Path);
        return file != "Program.cs" && !Families.Contains(file)
            && !Regex.IsMatch(source.Text, $@"\b(class|record|struct|enum|interface)\s+{Regex.Escape(file.Split('.')[0])}\b");
    }

    private static IEnumerable<string> Found(IEnumerable<Source> sources)
    {
        var uses = sources.SelectMany(source => Feature().Match(source.Path) is { Success: true } at
            ? Usings().Matches(source.Text).Where(used => used.Groups[1].Value == at.Groups[1].Value && used.Groups[2].Value != at.Groups[2].Value)
                .Select(used => (Service: at.Groups[1].Value, From: at.Groups[2].Value, To: used.Groups[2].Value))
            : []).ToHashSet();
        return uses.Where(use => string.CompareOrdinal(use.From, use.To) < 0 && uses.Contains((use.Service, use.To, use.From)))
            .Select(use => $"{use.Service}: {use.From} and {use.To}").Order(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^(?:public|internal) static (?:partial )?class ", RegexOptions.Multiline)]
    private static partial Regex StaticClasses();

    [GeneratedRegex(@"static (void|RouteHandlerBuilder|RouteGroupBuilder) Map\(")]
    private static partial Regex Maps();

    [GeneratedRegex(@"^services/(Calendar|Communications|Identity|Participation|Partners)/(\w+)/")]
    private static partial Regex Feature();

    [GeneratedRegex(@"^using Kivenkolo\.(\w+)\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
