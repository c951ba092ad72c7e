using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Kivenkolo.Platform.Data;

/// <summary>
/// <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header): a request sent again with the same key gets the first one's answer and
/// changes nothing. Two at once: the second waits for the first. The same request has the same method, path, query and body, byte for byte. The key is
/// optional, at most 200 characters, belongs to its caller, and is kept for seven days.
/// </summary>
public static class IdempotentRequests
{
    private const int MaximumLength = 200;

    private static readonly LocalizedText Reused = DataTexts.In(texts => texts.KeyReused);

    private static readonly LocalizedText TooLong = DataTexts.In(texts => texts.KeyTooLong);

    // What tells of the thing that was made.
    private static readonly string[] Repeated = ["Content-Language", "Content-Type", "ETag", "Last-Modified", "Location"];

    private static readonly LocalizedProblem KeyInvalid = new(StatusCodes.Status400BadRequest, "urn:kivenkolo:api:idempotency-key-invalid", TooLong);

    /// <summary>The answer to a key that was used for another request.</summary>
    public static LocalizedProblem KeyReused { get; } = new(StatusCodes.Status422UnprocessableEntity, "urn:kivenkolo:api:idempotency-key-reused", Reused);

    /// <summary>Honours <c>Idempotency-Key</c> on an endpoint that creates something in <typeparamref name="TDb"/>.</summary>
    public static RouteHandlerBuilder Idempotent<TDb>(this RouteHandlerBuilder endpoint) where TDb : ServiceDb
    {
        // Around the whole endpoint and not as a filter: a filter sees the body when it has been read and the response before it is written.
        endpoint.Add(builder =>
        {
            var handle = builder.RequestDelegate!;
            builder.RequestDelegate = http => Once<TDb>(http, handle);
        });
        return endpoint.ProducesProblem(StatusCodes.Status422UnprocessableEntity).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. operation.Parameters ?? [], new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = MaximumLength },
            }];
            return Task.CompletedTask;
        });
    }

    private static async Task Once<TDb>(HttpContext http, RequestDelegate handle) where TDb : ServiceDb
    {
        if (!http.Request.Headers.TryGetValue("Idempotency-Key", out var header))
        {
            await handle(http);
            return;
        }
        var given = header.ToString();
        if (given.Length is 0 or > MaximumLength)
        {
            await KeyInvalid.ExecuteAsync(http);
            return;
        }

        var db = http.RequestServices.GetRequiredService<TDb>();
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{CallerOf(http)}\n{http.Request.Method}\n{PathOf(http.Request)}\n{given}"));
        var request = await HashOf(http.Request, http.RequestAborted);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

        await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
        // Waits here while another transaction with the same key is open; then sees its row.
        var first = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO idempotency (key, request, status, created_at) VALUES ({key}, {request}, 0, {now}) ON CONFLICT (key) DO NOTHING",
            http.RequestAborted) == 1;
        if (!first)
        {
            var row = await db.Set<IdempotencyRow>().AsNoTracking().SingleAsync(r => r.Key == key, http.RequestAborted);
            await (row.Request.AsSpan().SequenceEqual(request) ? Repeat(http, row) : KeyReused.ExecuteAsync(http));
            return;
        }

        // Nothing goes out before the transaction has committed.
        var body = http.Response.Body;
        using var written = new MemoryStream();
        http.Response.Body = written;
        try { await handle(http); }
        finally { http.Response.Body = body; }
        if (http.Response.StatusCode is >= 200 and < 300)
        {
            var headers = JsonSerializer.Serialize(Repeated.Where(http.Response.Headers.ContainsKey)
                .ToDictionary(name => name, name => http.Response.Headers[name].ToString()));
            var text = Encoding.UTF8.GetString(written.GetBuffer().AsSpan(0, (int)written.Length));
            await db.Database.ExecuteSqlAsync(
                $"UPDATE idempotency SET status = {http.Response.StatusCode}, headers = {headers}, body = {text} WHERE key = {key}", http.RequestAborted);
            await transaction.CommitAsync(http.RequestAborted);
        }
        else await transaction.RollbackAsync(http.RequestAborted);
        written.Position = 0;
        await written.CopyToAsync(body, http.RequestAborted);
    }

    /// <summary>The response that was given the first time.</summary>
    private static async Task Repeat(HttpContext http, IdempotencyRow row)
    {
        http.Response.StatusCode = row.Status;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(row.Headers!)!) http.Response.Headers[name] = value;
        if (row.Body!.Length > 0) await http.Response.WriteAsync(row.Body, http.RequestAborted);
    }

    /// <summary>An account or a client; without either the address, as rate limits count it: strangers do not meet each other's keys.</summary>
    private static string CallerOf(HttpContext http) => http.User.Subject() is { } subject ? $"account {subject}" : $"address {http.AddressOfCaller()}";

    // As routing reads it: neither the case of letters nor a slash at the end makes another address.
    private static string PathOf(HttpRequest request) => (request.PathBase + request.Path).Value!.TrimEnd('/').ToLowerInvariant();

    private static async Task<byte[]> HashOf(HttpRequest request, CancellationToken ct)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.QueryString.Value}\n"));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;) hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
