using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Kivenkolo.Demo;

/// <summary>The system did not do what Demo asked, and asking again would not help.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>
/// The public API at the gateway's address, with the administration client's token. What may pass is asked again until the deadline:
/// a service that is starting, too many requests, and, where told so, a 404 of a service that has not heard of the space yet.
/// </summary>
internal sealed class PublicApi(HttpClient http, IConfiguration configuration, TimeProvider clock)
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private string? token;

    /// <summary>What is at the path; null when nothing is.</summary>
    public Task<JsonNode?> Find(string path, CancellationToken cancel) => Send(HttpMethod.Get, path, null, Absence.IsAnAnswer, cancel);

    /// <summary>What is at the path, waiting for it to be there.</summary>
    public async Task<JsonNode> Await(string path, CancellationToken cancel) => (await Send(HttpMethod.Get, path, null, Absence.Passes, cancel))!;

    public Task Put(string path, object body, CancellationToken cancel) => Send(HttpMethod.Put, path, body, Absence.Passes, cancel);

    public async Task<JsonNode> Post(string path, object body, CancellationToken cancel) => (await Send(HttpMethod.Post, path, body, Absence.Passes, cancel))!;

    /// <summary>The items of a list, page by page.</summary>
    public async Task<List<JsonNode>> List(string path, CancellationToken cancel)
    {
        var items = new List<JsonNode>();
        string? next = null;
        do
        {
            var after = next is null ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={Uri.EscapeDataString(next)}";
            var page = await Await(path + after, cancel);
            items.AddRange((page as JsonArray ?? page["items"]!.AsArray()).Select(item => item!));
            next = page is JsonObject ? (string?)page["next"] : null;
        }
        while (next is not null);
        return items;
    }

    private enum Absence { IsAnAnswer, Passes }

    private async Task<JsonNode?> Send(HttpMethod method, string path, object? body, Absence absence, CancellationToken cancel)
    {
        // The same key at each try, so that an answer lost on the way does not make a second thing.
        var idempotencyKey = method == HttpMethod.Post ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) : null;
        var started = clock.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            var (answer, why, wait) = await Try(method, path, body, idempotencyKey, absence, cancel);
            if (why is null) return answer;
            if (clock.GetElapsedTime(started) > Deadline)
                throw new RefusedException($"{method} {path}: not within {Deadline.TotalSeconds:0} s. {why}");
            await Task.Delay(wait ?? pause, clock, cancel);
            if (pause < LongestPause) pause *= 1.5;
        }
    }

    // Why is null when there is an answer; else what stood in the way, and may pass.
    private async Task<(JsonNode? Answer, string? Why, TimeSpan? Wait)> Try(
        HttpMethod method, string path, object? body, string? idempotencyKey, Absence absence, CancellationToken cancel)
    {
        try
        {
            token ??= await GetToken(cancel);
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
            if (body is not null) request.Content = JsonContent.Create(body, options: Json);
            using var response = await http.SendAsync(request, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            if (response.IsSuccessStatusCode) return (text.Length == 0 ? null : JsonNode.Parse(text), null, null);

            var problem = $"{(int)response.StatusCode} {text}";
            switch (response.StatusCode)
            {
                case HttpStatusCode.NotFound when absence == Absence.IsAnAnswer:
                    return (null, null, null);
                case HttpStatusCode.Unauthorized:
                    token = null; // it has expired, or the keys that check it are on their way
                    return (null, problem, null);
                case HttpStatusCode.NotFound or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                    return (null, problem, response.Headers.RetryAfter?.Delta);
                default:
                    throw new RefusedException($"{method} {path}: {problem}");
            }
        }
        catch (HttpRequestException e) { return (null, e.Message, null); }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested) { return (null, e.Message, null); }
    }

    private async Task<string> GetToken(CancellationToken cancel)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Required("Bootstrap:AdministrationClientId"),
            ["client_secret"] = Required("Bootstrap:AdministrationClientSecret"),
            ["scope"] = "administration",
        });
        using var response = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancel);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
            throw new RefusedException($"No token for the administration client: {await response.Content.ReadAsStringAsync(cancel)}");
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancel);
        return (string?)answer?["access_token"] ?? throw new RefusedException("The token endpoint gave no access token.");
    }

    private string Required(string key) => configuration[key] is { Length: > 0 } value ? value : throw new RefusedException($"{key} is not configured.");
}
