using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Kivenkolo.Platform.Data;

/// <summary>
/// <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header): a request sent again with the same key gets the first one's answer and
/// changes nothing. Two at once: the second waits for the first. The key is optional, at most 200 characters, and is kept for seven days.
/// </summary>
public static class IdempotentRequests
{
    private const int MaximumLength = 200;

    private static readonly LocalizedText Reused = DataTexts.In(texts => texts.KeyReused);

    private static readonly LocalizedText TooLong = DataTexts.In(texts => texts.KeyTooLong);

    /// <summary>The answer to a key that was used for another request.</summary>
    public static LocalizedProblem KeyReused { get; } = new(StatusCodes.Status422UnprocessableEntity, "urn:kivenkolo:api:idempotency-key-reused", Reused);

    /// <summary>Honours <c>Idempotency-Key</c> on an endpoint that creates something in <typeparamref name="TDb"/>.</summary>
    public static RouteHandlerBuilder Idempotent<TDb>(this RouteHandlerBuilder endpoint) where TDb : ServiceDb =>
        endpoint.AddEndpointFilter(Once<TDb>).ProducesProblem(StatusCodes.Status422UnprocessableEntity).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. operation.Parameters ?? [], new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = MaximumLength },
            }];
            return Task.CompletedTask;
        });

    private static async ValueTask<object?> Once<TDb>(EndpointFilterInvocationContext call, EndpointFilterDelegate next) where TDb : ServiceDb
    {
        var http = call.HttpContext;
        if (!http.Request.Headers.TryGetValue("Idempotency-Key", out var header)) return await next(call);
        var given = header.ToString();
        if (given.Length is 0 or > MaximumLength) return new LocalizedProblem(StatusCodes.Status400BadRequest, "urn:kivenkolo:api:idempotency-key-invalid", TooLong);

        var services = http.RequestServices;
        var db = services.GetRequiredService<TDb>();
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var key = Hash($"{http.User.Subject()}\n{http.Request.Method}\n{http.Request.Path}\n{given}");
        var request = Hash(string.Join('\n', call.Arguments
            .Where(argument => argument?.GetType().Namespace?.StartsWith("Kivenkolo.", StringComparison.Ordinal) == true && argument is not ServiceDb and not CurrentSpace)
            .Select(argument => JsonSerializer.Serialize(argument, argument!.GetType(), json))));
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();

        await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
        // Waits here while another transaction with the same key is open; then sees its row.
        var first = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO idempotency (key, request, status, created_at) VALUES ({key}, {request}, 0, {now}) ON CONFLICT (key) DO NOTHING", http.RequestAborted) == 1;
        if (!first)
        {
            var row = await db.Set<IdempotencyRow>().AsNoTracking().SingleAsync(r => r.Key == key, http.RequestAborted);
            return row.Request.AsSpan().SequenceEqual(request)
                ? new Again(row)
                : KeyReused;
        }

        var result = await next(call);
        var answer = result is INestedHttpResult nested ? nested.Result : result;
        if (answer is not IStatusCodeHttpResult { StatusCode: >= 200 and < 300 and var status }) return result; // the transaction is rolled back
        var location = answer.GetType().GetProperty("Location")?.GetValue(answer) as string;
        var body = answer is IValueHttpResult { Value: { } value } ? JsonSerializer.Serialize(value, value.GetType(), json) : null;
        await db.Database.ExecuteSqlAsync(
            $"UPDATE idempotency SET status = {status}, location = {location}, body = {body} WHERE key = {key}", http.RequestAborted);
        await transaction.CommitAsync(http.RequestAborted);
        return result;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The answer that was given the first time.</summary>
    private sealed class Again(IdempotencyRow row) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = row.Status;
            if (row.Location is not null) httpContext.Response.Headers.Location = row.Location;
            if (row.Body is null) return;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await httpContext.Response.WriteAsync(row.Body, httpContext.RequestAborted);
        }
    }
}
