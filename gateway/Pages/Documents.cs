using System.Text;
using System.Text.Json;

namespace Kivenkolo.Gateway;

/// <summary>
/// A partner's developer reads what the services offer: a list of the documents, and each of them as a page. Made here from the services'
/// own OpenAPI documents, without script, so the content security policy needs no exception.
/// </summary>
internal static class Documents
{
    private static readonly string[] Verbs = ["get", "put", "post", "patch", "delete"];

    public static void Map(WebApplication app)
    {
        app.MapGet("/docs", List).WithOrder(-1);
        app.MapGet("/docs/gateway.css", (HttpResponse response) => Page.Stylesheet(response)).WithOrder(-1);
        foreach (var service in Services.WithDocument)
            app.MapGet($"/docs/{service}", (IHttpClientFactory clients, Services services, CancellationToken ct) => Show(service, clients, services, ct)).WithOrder(-1);
    }

    private static IResult List() => Page.Result("en", "Kivenkolo’s interfaces", $"""
        <p>Everything that the pages show and do is open to other programs in the same way. A partner’s system signs in at
        <code>/connect/token</code> with the credentials that a coordinator of the space gives it.</p>
        <ul>
        {string.Join('\n', Services.WithDocument.Select(service =>
            $"<li><a href=\"/docs/{service}\">{Name(service)}</a> (<a href=\"/docs/{service}/v1.json\">OpenAPI document of {Name(service)}</a>)</li>"))}
        </ul>
        """);

    private static async Task<IResult> Show(string service, IHttpClientFactory clients, Services services, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(Probes.Client);
            using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri(services.AddressOf(service), "/openapi/v1.json"), ct));
            var body = new StringBuilder($"<p><a href=\"/docs\">All interfaces</a> · <a href=\"/docs/{service}/v1.json\">OpenAPI document</a></p>\n");
            foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
                foreach (var verb in Verbs)
                    if (path.Value.TryGetProperty(verb, out var operation)) Append(body, verb, path.Name, operation);
            return Page.Result("en", $"Kivenkolo: {Name(service)}", body.ToString());
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or (TaskCanceledException and { InnerException: TimeoutException }))
        {
            return Page.Result("en", $"Kivenkolo: {Name(service)}", "<p>The service does not answer right now. Please try again in a moment.</p>",
                StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static void Append(StringBuilder body, string verb, string path, JsonElement operation)
    {
        var title = Text(operation, "summary") ?? Text(operation, "operationId") ?? path;
        body.Append("<section>\n<h2>").Append(Page.Text(title)).Append("</h2>\n<p><code>")
            .Append(verb.ToUpperInvariant()).Append(' ').Append(Page.Text(path)).Append("</code></p>\n");
        if (Text(operation, "description") is { } description) body.Append("<p>").Append(Page.Text(description)).Append("</p>\n");
        if (operation.TryGetProperty("responses", out var responses))
            body.Append("<p>Answers: ").AppendJoin(", ", responses.EnumerateObject().Select(answer =>
                $"<code>{Page.Text(answer.Name)}</code> {Page.Text(Text(answer.Value, "description"))}")).Append("</p>\n");
        body.Append("</section>\n");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static string Name(string service) => char.ToUpperInvariant(service[0]) + service[1..];
}
