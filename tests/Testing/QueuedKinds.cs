using System.Text.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Testing;

/// <summary>
/// The kinds of a service's jobs and deliveries with what their rows hold, kept in <c>kinds.json</c> beside the service: a row is written by one release
/// and read by the next, so a name or a property changes only in a commit that says so.
/// </summary>
public static class QueuedKinds
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Fails unless <c>services/&lt;service&gt;/kinds.json</c> says what runs.</summary>
    public static Task Compare(IServiceProvider services, string service) => CommittedFile.Compare($"services/{service}/kinds.json", new JsonObject
    {
        ["jobs"] = Described(services.GetRequiredService<JobRegistration>().Kinds.Values.Select(kind => (kind.Name, kind.Payload))),
        ["deliveries"] = Described(services.GetService<DeliveryRegistration>()?.Kinds.Values.Select(kind => (kind.Name, (Type?)kind.Payload)) ?? []),
    }.ToJsonString(Indented));

    private static JsonObject Described(IEnumerable<(string Name, Type? Payload)> kinds) =>
        new(kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal).Select(kind => KeyValuePair.Create(kind.Name, (JsonNode?)Described(kind.Payload))));

    // What the payload's constructor takes is what is written and read.
    private static JsonObject Described(Type? payload) => new((payload?.GetConstructors().Single().GetParameters() ?? [])
        .Select(parameter => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!),
            (JsonNode?)JsonValue.Create(Named(parameter.ParameterType)))));

    private static string Named(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? $"{Named(value)}?"
        : type.IsArray ? $"{Named(type.GetElementType()!)}[]"
        : type.IsEnum ? string.Join('|', Enum.GetNames(type))
        : type.Name;
}
