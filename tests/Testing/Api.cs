using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Kivenkolo.Testing;

/// <summary>Calls a service as its clients do, and reads what it answers.</summary>
public static class Api
{
    /// <summary>Sends a body as JSON when there is one, and the headers that have a value.</summary>
    public static async Task<HttpResponseMessage> Send(
        this HttpClient client, HttpMethod verb, string address, object? body = null, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(verb, new Uri(address, UriKind.RelativeOrAbsolute));
        if (body is not null) request.Content = JsonContent.Create(body);
        foreach (var (name, value) in headers)
            if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    /// <summary>The answer, read whole.</summary>
    public static async Task<Answer> Read(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers.ETag?.ToString(),
            response.Content.Headers.ContentType?.MediaType, response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    /// <summary>The body, empty when there is none, when the status is the one expected; any 2xx when none is.</summary>
    public static async Task<JsonObject> Json(this HttpResponseMessage response, HttpStatusCode? expected = null)
    {
        var answer = await response.Read();
        var body = answer.Is(expected ?? (response.IsSuccessStatusCode ? response.StatusCode : HttpStatusCode.OK));
        return body?.AsObject() ?? [];
    }

    /// <inheritdoc cref="Answer.IsRefusal"/>
    public static async Task IsRefused(this HttpResponseMessage response, HttpStatusCode expected, string refusal) =>
        (await response.Read()).IsRefusal(expected, refusal);
}

/// <summary>What a service answered to a request to the path.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode? Body, string? ETag, string? MediaType, string Path)
{
    /// <summary>The body, when the status is the one expected.</summary>
    public JsonNode Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Body}");
        return Body!;
    }

    /// <summary>Fails unless this is the refusal of the service that was called, as a problem document with a title.</summary>
    public void IsRefusal(HttpStatusCode status, string refusal)
    {
        var problem = Is(status);
        Assert.Equal("application/problem+json", MediaType);
        // /api/<service>/v1/...; other addresses do not name their service.
        var service = Path.Split('/') is ["", "api", var name, ..] ? name : "[a-z]+";
        Assert.Matches($"^urn:kivenkolo:{service}:{Regex.Escape(refusal)}$", (string?)problem["type"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
    }

    /// <summary>Fails unless the request was turned away naming the field.</summary>
    public void Names(string field) => Assert.Contains(field, Is(HttpStatusCode.BadRequest)["errors"]!.AsObject().Select(error => error.Key));
}
