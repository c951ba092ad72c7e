using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kivenkolo.SystemTests;

/// <summary>What the story does again and again: asks and tells over the public address.</summary>
internal static class Story
{
    public const string Calendar = "/api/calendar/v1/spaces/kivenkolo";
    public const string Participation = "/api/participation/v1/spaces/kivenkolo";
    public const string Partners = "/api/partners/v1/spaces/kivenkolo";
    public const string Communications = "/api/communications/v1/spaces/kivenkolo";

    private static readonly TimeZoneInfo Helsinki = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");

    /// <summary>The wall clock of the space.</summary>
    public static DateTime Now => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), Helsinki).DateTime;

    public static string Week(DateOnly date) =>
        $"{System.Globalization.ISOWeek.GetYear(date.ToDateTime(default)):0000}-W{System.Globalization.ISOWeek.GetWeekOfYear(date.ToDateTime(default)):00}";

    public static async Task<JsonNode> Read(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await Body(answer);
    }

    public static async Task<string> ReadText(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text;
    }

    public static async Task<JsonNode> Put(this HttpClient client, string path, object content)
    {
        using var answer = await client.PutAsJsonAsync(new Uri(path, UriKind.Relative), content);
        return await Body(answer);
    }

    public static async Task<JsonNode> Post(this HttpClient client, string path, object content)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), content);
        return await Body(answer);
    }

    public static IEnumerable<JsonNode> Items(this JsonNode page) => page["items"]!.AsArray()!;

    public static string Text(this JsonNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name]!).GetValue<string>();

    private static async Task<JsonNode> Body(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }
}
