namespace Kivenkolo.Gateway;

/// <summary>The services behind the gateway and where each is: <c>services:&lt;name&gt;:http:0</c>, else by its name.</summary>
internal sealed class Services(IConfiguration configuration)
{
    public const string Web = "web", Identity = "identity";

    /// <summary>The services that have an interface of their own below <c>/api</c>.</summary>
    public static readonly IReadOnlyList<string> WithApi = ["calendar", "communications", "participation", "partners"];

    /// <summary>Those whose interface is described at <c>/docs</c>.</summary>
    public static readonly IReadOnlyList<string> WithDocument = [.. WithApi, Identity];

    public static readonly IReadOnlyList<string> All = [.. WithApi, Identity, Web];

    public Uri AddressOf(string service) => new(
        configuration[$"services:{service}:http:0"] ?? configuration[$"services:{service}:https:0"] ?? $"http://{service}", UriKind.Absolute);
}
