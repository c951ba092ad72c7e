using System.Net;
using System.Text;
using System.Text.Json;

namespace Kivenkolo.Testing.HostileRequests;

/// <summary>A request that no service may take, whoever sends it.</summary>
/// <param name="Operation">What it is sent to.</param>
/// <param name="Caller">Who sends it.</param>
/// <param name="Target">Path and query, exactly as sent.</param>
/// <param name="Body">The body's bytes; null when there is none.</param>
/// <param name="ContentType">Its content type, exactly as sent; null to leave it out.</param>
/// <param name="Field">The field that the answer must name; null when any answer will do that turns it away.</param>
/// <param name="Headers">Other headers.</param>
internal sealed record HostileRequest(
    Operation Operation, Caller Caller, string Target, byte[]? Body, string? ContentType, string? Field, (string Name, string Value)[] Headers)
{
    /// <summary>
    /// The request with its target as it is, also where no address could be made of it; null where the target is a good one and the client knows the system.
    /// </summary>
    public HttpRequestMessage ToMessage(Uri? system = null)
    {
        var message = new HttpRequestMessage(Operation.Verb, system is null
            ? new Uri(Target, UriKind.Relative)
            : new Uri(system.GetLeftPart(UriPartial.Authority) + Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            if (ContentType is not null) message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            // Asks before it sends what is too long: the answer may come, and the connection go, while it would still be sending.
            if (Body.Length > 1024 * 1024) message.Headers.ExpectContinue = true;
        }
        foreach (var (name, value) in Headers) message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <summary>In what the answer is not one that turns the request away as it should; null when it is.</summary>
    public string? WhatIsWrong(HttpResponseMessage answer, string text)
    {
        var status = (int)answer.StatusCode;
        if (status is < 400 or > 499) return "not a 4xx";
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) return "the limits are in the way";
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json") return "not a problem document";
        using var problem = JsonDocument.Parse(text);
        var root = problem.RootElement;
        if (!IsText(root, "type") || !IsText(root, "title") || !root.TryGetProperty("status", out var told) || told.GetInt32() != status)
            return "no type, title or status";
        if (Field is null) return null;
        // A key that cannot be one is turned away before the body is read; the title names it.
        if (root.GetProperty("type").ValueEquals("urn:kivenkolo:api:idempotency-key-invalid") && HasInvalidKey) return null;
        if (!root.TryGetProperty("errors", out var errors)) return $"names no field instead of {Field}";
        return errors.EnumerateObject().Any(error => Names(error.Name, Field)) ? null : $"does not name {Field}";
    }

    private bool HasInvalidKey => Headers.Any(header => header.Name == "Idempotency-Key" && header.Value.Length is 0 or > 200);

    public override string ToString()
    {
        var body = Body is null ? "" : Encoding.UTF8.GetString(Body);
        var headers = string.Concat(Headers.Select(header => $" [{header.Name}: {Shortened(header.Value)}]"));
        return $"{Caller}: {Operation.Id}, {Operation.Verb} {Shortened(Target)}{headers} {ContentType} {Shortened(body)}";
    }

    public static string Shortened(string text) => text.Length <= 400 ? text : $"{text[..200]}…{text[^100..]} ({text.Length})";

    // The field itself, or a part of it: title.fi, scope[2].
    private static bool Names(string error, string field) =>
        error == field || error.StartsWith($"{field}.", StringComparison.Ordinal) || error.StartsWith($"{field}[", StringComparison.Ordinal);

    private static bool IsText(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0;
}
