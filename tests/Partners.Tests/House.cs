using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Testing;

[assembly: AssemblyFixture(typeof(PrivateServers))]

namespace Kivenkolo.Partners.Tests;

/// <summary>Partners with two spaces open, shared by the tests of one class; each test makes organisations of its own.</summary>
public class House(PrivateServers servers) : IAsyncLifetime
{
    public const string Space = "kivenkolo";
    public const string OtherSpace = "toinen-talo";

    private ServiceUnderTest<Program>? _service;

    public ServiceUnderTest<Program> Service => _service ?? throw new InvalidOperationException("Not started.");

    public static string Spaces => "/api/partners/v1/spaces";

    protected virtual TestSettings Settings => new();

    public async ValueTask InitializeAsync()
    {
        _service = await ServiceUnderTest<Program>.Start(servers, Settings);
        foreach (var slug in (string[])[Space, OtherSpace]) await Open(slug);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Service.DisposeAsync();
    }

    public async Task<JsonObject> Open(string slug)
    {
        using var answer = await Service.AsAdministration().PostAsJsonAsync(new Uri(Spaces, UriKind.Relative), Bodies.Space(slug));
        return await Read(answer, HttpStatusCode.Created);
    }

    /// <summary>A new organisation in the directory of a space.</summary>
    public async Task<Guid> List(string space = Space)
    {
        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        await Read(await Send(HttpMethod.Put, Service.AsCoordinator(space), $"{space}/organisations/{id}", Bodies.Organisation("Roda ry")),
            HttpStatusCode.Created);
        return id;
    }

    public HttpClient Partner(Guid organisation, string space = Space) =>
        Service.AsPartner(space, organisation, "proposals:write", "proposals:read", "webhooks:write");

    /// <summary>A proposal of the organisation; its id.</summary>
    public async Task<Guid> Propose(Guid organisation, string space = Space, JsonObject? body = null)
    {
        var receipt = await Read(
            await Send(HttpMethod.Post, Partner(organisation, space), $"{space}/proposals", body ?? Bodies.Proposal(Service)), HttpStatusCode.Created);
        return receipt["id"]!.GetValue<Guid>();
    }

    public static Task<HttpResponseMessage> Send(
        HttpMethod verb, HttpClient client, string path, object? body = null, params (string Name, string? Value)[] headers) =>
        client.Send(verb, $"{Spaces}/{path}", body, headers);

    public static async Task<JsonObject> Get(HttpClient client, string path, HttpStatusCode status = HttpStatusCode.OK) =>
        await Read(await Send(HttpMethod.Get, client, path), status);

    /// <summary>The answer's body, of the status expected.</summary>
    public static Task<JsonObject> Read(HttpResponseMessage answer, HttpStatusCode status) => answer.Json(status);

    /// <summary>Fails unless the answer is the refusal of this name.</summary>
    public static Task IsRefused(HttpResponseMessage answer, HttpStatusCode status, string refusal) => answer.IsRefused(status, refusal);
}

/// <summary>Good bodies to start from.</summary>
internal static class Bodies
{
    public static JsonObject Space(string slug) => Parse(
        $$$"""
        {"slug": "{{{slug}}}", "name": {"fi": "Kivenkolo", "sv": "Kivenkolo"}, "timeZone": "Europe/Helsinki", "welfareAreaCode": "03",
         "promisedLanguages": ["fi", "fi-simple", "sv"], "offeredLanguages": ["en", "ar", "ckb"]}
        """);

    public static JsonObject Organisation(string name) => Parse(
        $$$"""
        {"name": {"fi": "{{{name}}}"}, "type": "association", "businessId": "3221347-3", "languages": ["fi", "ckb"], "url": "https://example.org/roda"}
        """);

    public static JsonObject Proposal(ServiceUnderTest<Program> service)
    {
        var now = service.Clock?.GetUtcNow() ?? TimeProvider.System.GetUtcNow();
        return Parse(
            $$$"""
            {"title": {"fi": "Kurdinkielinen teeiltapäivä", "ckb": "ئێوارەی چا"}, "description": {"fi": "Teetä ja juttelua."},
             "date": "{{{now.AddDays(7):yyyy-MM-dd}}}", "start": "14:00", "durationMinutes": 120, "weeks": 4, "spokenLanguages": ["ckb", "fi"]}
            """);
    }

    public static JsonObject Webhook(Uri url, params string[] events) => Parse(JsonSerializer.Serialize(new
    {
        url,
        events = events.Length > 0 ? events : ["proposal.accepted", "proposal.declined", "activity.published"],
    }));

    public static JsonObject Without(this JsonObject body, string field)
    {
        body.Remove(field);
        return body;
    }

    public static JsonObject With(this JsonObject body, string field, JsonNode? value)
    {
        body[field] = value;
        return body;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
