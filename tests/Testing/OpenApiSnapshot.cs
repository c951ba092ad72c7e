using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kivenkolo.Testing;

/// <summary>The OpenAPI document of a service, kept in <c>openapi.json</c> beside it: what partners build on changes only in a commit that says so.</summary>
public static class OpenApiSnapshot
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fails unless <c>services/&lt;service&gt;/openapi.json</c> says what <c>/openapi/v1.json</c> answers, the servers' addresses aside.</summary>
    public static async Task Compare(HttpClient client, string service)
    {
        var document = JsonNode.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!.AsObject();
        document.Remove("servers"); // where it happens to run
        await CommittedFile.Compare($"services/{service}/openapi.json", document.ToJsonString(Json));
    }
}
