using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Kivenkolo.Contracts;

namespace Kivenkolo.Clients;

/// <summary>Asks one service over HTTP. Never throws for what a service says or fails to say: that is in the answer.</summary>
public abstract class ServiceClient(HttpClient http)
{
    protected static HttpContent? Body<T>(T? body, string mediaType) => body switch
    {
        null => null,
        string text => new StringContent(text, Encoding.UTF8, mediaType),
        _ => JsonContent.Create(body, options: ApiJson.Options),
    };

    /// <param name="method">The method.</param>
    /// <param name="path">The path, whose parts are escaped here.</param>
    /// <param name="query">What follows the path; what is null is left out.</param>
    /// <param name="content">What is sent.</param>
    /// <param name="headers">By name; what is null is left out.</param>
    /// <param name="ct">Ends the waiting.</param>
    protected async Task<ApiResponse<T>> Send<T>(
        HttpMethod method, FormattableString path, (string Name, object? Value)[] query, HttpContent? content, (string Name, string? Value)[] headers,
        CancellationToken ct)
        where T : class
    {
        using var request = new HttpRequestMessage(method, Address(path, query)) { Content = content };
        foreach (var (name, value) in headers)
            if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await http.SendAsync(request, ct);
            var etag = response.Headers.ETag?.ToString();
            if (!response.IsSuccessStatusCode) return new(null, response.StatusCode, etag, await ReadProblem(response, ct));
            return new(await ReadValue<T>(response, method, ct), response.StatusCode, etag, null);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or OperationCanceledException or TimeoutException or JsonException)
        {
            Activity.Current?.AddException(e);
            return new(null, null, null, null);
        }
    }

    private static async Task<T?> ReadValue<T>(HttpResponseMessage response, HttpMethod method, CancellationToken ct) where T : class
    {
        if (typeof(T) == typeof(NoContent) || !IsJson(response.Content.Headers.ContentType)) return null;
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, ct);
        }
        catch (JsonException e) when (method != HttpMethod.Get)
        {
            // What was asked for was done, although what the service says of it cannot be read.
            Activity.Current?.AddException(e);
            return null;
        }
    }

    private static Uri Address(FormattableString path, (string Name, object? Value)[] query)
    {
        var address = new StringBuilder(string.Format(CultureInfo.InvariantCulture, path.Format, [.. path.GetArguments().Select(Written)]));
        var mark = '?';
        foreach (var (name, value) in query)
        {
            foreach (var one in value is string or null || value is not IEnumerable several ? [value] : several.Cast<object?>())
            {
                if (one is null) continue;
                address.Append(mark).Append(name).Append('=').Append(Written(one));
                mark = '&';
            }
        }
        return new Uri(address.ToString(), UriKind.Relative);
    }

    private static string Written(object? value) => Uri.EscapeDataString(value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString(ApiJson.TimeFormat, CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        Enum => JsonSerializer.SerializeToElement(value, value.GetType(), ApiJson.Options).GetString()!,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    });

    private static bool IsJson(MediaTypeHeaderValue? type) => type?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;

    private static async Task<Problem?> ReadProblem(HttpResponseMessage response, CancellationToken ct)
    {
        if (!IsJson(response.Content.Headers.ContentType)) return null;
        try
        {
            if (await response.Content.ReadFromJsonAsync<Document>(ApiJson.Options, ct) is not { } document) return null;
            var language = response.Content.Headers.ContentLanguage.FirstOrDefault(LanguageTag.IsWellFormed);
            return new(document.Type, document.Title, language ?? "en", document.Errors ?? []) { IsForReaders = language is not null };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Document(string? Type, string? Title, Dictionary<string, string[]>? Errors);
}
