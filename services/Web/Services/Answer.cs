using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kivenkolo.Contracts;

namespace Kivenkolo.Web.Services;

/// <summary>Why a service said no, from its problem document (RFC 9457).</summary>
/// <param name="Type">The stable URN of the refusal.</param>
/// <param name="Title">What it says to the reader.</param>
/// <param name="Language">The language of <paramref name="Title"/>.</param>
/// <param name="Errors">Messages by field, when the request itself was wrong.</param>
public sealed record Problem(string? Type, string? Title, string Language, IReadOnlyDictionary<string, string[]> Errors)
{
    /// <summary>Whether this is the named refusal, of whichever service.</summary>
    public bool Is(string refusal) => Type is not null && Type.EndsWith(':' + refusal, StringComparison.Ordinal);

    /// <summary>Whether the service said in which language its messages are; else they are for those who program.</summary>
    public bool IsForReaders { get; init; }

    /// <summary>Whether the messages by field can be shown to a reader of this language.</summary>
    public bool IsFor(string language) => IsForReaders && LanguageTag.Lookup(language).Contains(Language, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What came back from a service: a value, a refusal, or nothing because the service is away.</summary>
public sealed record Answer<T>(T? Value, HttpStatusCode? Status, string? Etag, Problem? Problem) where T : class
{
    public bool IsThere => Value is not null;
    public bool IsMissing => Status == HttpStatusCode.NotFound;
    public bool IsForbidden => Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;

    /// <summary>No answer, or one that says the service is in trouble: the rest of the page goes on without it.</summary>
    public bool IsAway => Status is null or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    /// <summary>What was asked for was done.</summary>
    public bool IsDone => Status is { } status && (int)status is >= 200 and < 300;
}

/// <summary>Nothing is expected back.</summary>
public sealed record Nothing;

/// <summary>A part of a list, as every service gives it.</summary>
public sealed record Listed<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Asks one service over HTTP. Never throws for what a service says or fails to say: that is in the answer.</summary>
public abstract class Service(HttpClient http)
{
    // Lenient: a newer service may say more than these pages know.
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    protected Task<Answer<T>> Get<T>(string path, CancellationToken ct) where T : class => Ask<T>(HttpMethod.Get, path, null, null, null, ct);

    protected Task<Answer<T>> Post<T>(string path, object body, CancellationToken ct, string? key = null, string? etag = null) where T : class =>
        Ask<T>(HttpMethod.Post, path, body, key, etag, ct);

    protected Task<Answer<T>> Put<T>(string path, object body, CancellationToken ct, string? etag = null) where T : class =>
        Ask<T>(HttpMethod.Put, path, body, null, etag, ct);

    protected Task<Answer<T>> Delete<T>(string path, CancellationToken ct, string? etag = null) where T : class =>
        Ask<T>(HttpMethod.Delete, path, null, null, etag, ct);

    /// <summary>A text as part of an address.</summary>
    protected static string E(string text) => Uri.EscapeDataString(text);

    private async Task<Answer<T>> Ask<T>(HttpMethod method, string path, object? body, string? key, string? etag, CancellationToken ct) where T : class
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: Json);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        try
        {
            using var response = await http.SendAsync(request, ct);
            var tag = response.Headers.ETag?.ToString();
            if (!response.IsSuccessStatusCode) return new(null, response.StatusCode, tag, await Read(response, ct));
            var isJson = response.Content.Headers.ContentType?.MediaType is { } media && media.EndsWith("json", StringComparison.Ordinal);
            var value = typeof(T) != typeof(Nothing) && isJson ? await response.Content.ReadFromJsonAsync<T>(Json, ct) : null;
            return new(value, response.StatusCode, tag, null);
        }
        catch (Exception e) when (!ct.IsCancellationRequested
            && e is HttpRequestException or OperationCanceledException or JsonException or Polly.Timeout.TimeoutRejectedException)
        {
            return new(null, null, null, null);
        }
    }

    private static async Task<Problem?> Read(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json")) return null;
        try
        {
            var written = await response.Content.ReadFromJsonAsync<Written>(Json, ct);
            if (written is null) return null;
            var language = response.Content.Headers.ContentLanguage.FirstOrDefault(LanguageTag.IsWellFormed);
            return new(written.Type, written.Title, language ?? "en", written.Errors ?? new Dictionary<string, string[]>()) { IsForReaders = language is not null };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Written(string? Type, string? Title, Dictionary<string, string[]>? Errors);
}

/// <summary>Tells a service who asks: the caller's address (for its rate limits), the reader's language, and the token of those signed in.</summary>
internal sealed partial class TellWhoAsks(IHttpContextAccessor context, ILogger<TellWhoAsks> log) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (context.HttpContext is { } http)
        {
            if (http.Connection.RemoteIpAddress is { } address) request.Headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
            var reader = http.RequestServices.GetRequiredService<Layout.Reader>();
            request.Headers.TryAddWithoutValidation("Accept-Language", string.Join(", ", LanguageTag.Lookup(reader.Words.Language)));
            if (reader.AccessToken is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Once, after all tries; without the path, which may hold a token.
            IsAway(log, request.RequestUri!.Host, e.Message);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Service} does not answer: {Why}")]
    private static partial void IsAway(ILogger log, string service, string why);
}
