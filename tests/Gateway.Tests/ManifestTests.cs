using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Model;

namespace Kivenkolo.Gateway.Tests;

/// <summary>
/// All that can be called from outside: the gateway's own endpoints, and the addresses that it hands on, whose rules are in the manifests of the services.
/// Its own are open to everyone, within the limit for one address.
/// </summary>
public sealed class ManifestTests(House house) : IClassFixture<House>
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public Task What_can_be_called_from_outside_is_what_is_committed()
    {
        house.Gateway();
        var lines = house.Inside.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(verb => new
            {
                verb,
                route = endpoint.RoutePattern.RawText,
                order = endpoint.Order,
                answers = endpoint.Metadata.GetMetadata<RouteModel>()?.Config.ClusterId ?? "gateway",
            })).OrderBy(line => line.route, StringComparer.Ordinal).ThenBy(line => line.verb, StringComparer.Ordinal);
        return CommittedFile.Compare("gateway/endpoints.json", JsonSerializer.Serialize(lines, Json));
    }
}
