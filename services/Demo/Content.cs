using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Demo;

/// <summary>The space that Demo opens.</summary>
internal sealed record Space(
    string Slug, LocalizedText Name, string TimeZone, string WelfareAreaCode, string[] PromisedLanguages, string[] OfferedLanguages);

/// <summary>An organisation of the directory; a business id only where it is known for certain.</summary>
internal sealed record Organisation(string Key, LocalizedText Name, string Type, string[] Languages, string? BusinessId = null)
{
    public Guid Id => Content.IdOf($"organisation:{Key}");
}

/// <summary>A room, or a spot to meet at.</summary>
internal sealed record Place(string Key, LocalizedText Name, bool Shared = false)
{
    public Guid Id => Content.IdOf($"place:{Key}");
}

/// <summary>A concept of YSO that the programme is about or for, and what it is called here.</summary>
internal sealed record Keyword(string Id, LocalizedText Label);

/// <summary>A line of the week's programme. <paramref name="Visits"/> are the counts by category of the two weeks before the first current one.</summary>
internal sealed record Activity(
    string Key, LocalizedText Title, LocalizedText Description, string Place, string Organisation, string RunBy, DayOfWeek Weekday, TimeOnly Start,
    int DurationMinutes, string[] SpokenLanguages, string[] Facts, string[] Keywords, string[] Audience, Dictionary<string, int>[] Visits)
{
    public Guid Id => Content.IdOf($"activity:{Key}");
}

/// <summary>A year's visits, with the scope that the source states; empty when it states none.</summary>
internal sealed record YearFigure(string Key, DateOnly From, DateOnly To, string[] Scope, int Count)
{
    public Guid Id => Content.IdOf($"headcount:{Key}");
}

/// <summary>What Demo fills a system with: the files of <c>Space/</c> and <c>Programme/</c>, carried in the assembly.</summary>
internal static class Content
{
    /// <summary>The id of what has this name in the content, the same on every run, so that a PUT repeated is the same PUT.</summary>
    public static Guid IdOf(string name) => DeterministicId.Of($"https://kivenkolo.example/demo/{name}");

    /// <summary>The activity that is also a series of meetings in Participation.</summary>
    public const string HouseMeeting = "house-meeting";

    private static readonly Assembly Carrier = typeof(Content).Assembly;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static Space Space { get; } = Read<Space>("Space/space");

    public static Organisation[] Organisations { get; } = Read<Organisation[]>("Space/organisations");

    public static Place[] Places { get; } = Read<Place[]>("Space/places");

    public static Keyword[] Keywords { get; } = Read<Keyword[]>("Space/keywords");

    public static YearFigure[] Years { get; } = Read<YearFigure[]>("Space/years");

    public static Activity[] Programme { get; } =
        [.. Carrier.GetManifestResourceNames().Where(name => name.StartsWith("Programme/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(Read<Activity>)];

    private static T Read<T>(string name)
    {
        using var file = Carrier.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        return JsonSerializer.Deserialize<T>(file, Json) ?? throw new InvalidOperationException($"{name} is empty.");
    }
}
