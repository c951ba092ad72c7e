using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Kivenkolo.ServiceDefaults.Json;
using Microsoft.OpenApi;

namespace Kivenkolo.ServiceDefaults;

/// <summary>
/// What the generator gets wrong about schemas and only the whole document shows, so that clients generated from it have one type for one thing:
/// named types written out where they are used, and nullable members that a request is said to need.
/// </summary>
internal static class ApiSchemas
{
    private const string Name = "name";
    private const string Limits = "limits";
    private const string Needed = "needed";

    /// <summary>The most characters of each variant of a text in languages: JSON Schema has no way to say it that generators read.</summary>
    public const string MaxLength = "x-max-length";

    /// <summary>Remembers what a shared schema cannot hold: limits of texts in languages, and members that must be there although they are nullable.</summary>
    public static void KeepRules(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        schema.Metadata ??= new Dictionary<string, object>();
        schema.Metadata[Limits] = type.Properties.Select(property => (property.Name, Rule: Rule<LocalizedOptionalAttribute>(property)))
            .Where(property => property.Rule is not null).ToDictionary(property => property.Name, property => property.Rule!.MaximumLength);
        schema.Metadata[Needed] = type.Properties.Where(property => Rule<RequiredAttribute>(property) is not null)
            .Select(property => property.Name).ToHashSet();
    }

    /// <summary>The attribute of a member.</summary>
    public static T? Rule<T>(JsonPropertyInfo? property) where T : Attribute =>
        property?.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true) is [T rule, ..] ? rule : null;

    public static void Finish(OpenApiDocument document)
    {
        var schemas = (document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>()).Values.OfType<OpenApiSchema>().ToArray();
        foreach (var schema in schemas)
        {
            if (schema.Enum is { Count: > 0 }) schema.Type &= ~JsonSchemaType.Null; // where it may be null, the reference says so
            var limits = Find(schema.Metadata, Limits) as Dictionary<string, int>;
            var needed = Find(schema.Metadata, Needed) as HashSet<string>;
            foreach (var (name, property) in schema.Properties?.ToArray() ?? [])
            {
                var named = Referred(property, document);
                if (needed?.Contains(name) == true) named = named.OneOf?.SingleOrDefault(one => one is OpenApiSchemaReference) ?? named;
                schema.Properties![name] = Limited(named, limits?.GetValueOrDefault(name));
            }
        }
        foreach (var schema in Requests(document))
            schema.Required?.ExceptWith([.. schema.Required.Where(name => Find(schema.Properties, name) is { } property && IsNullable(property))]);
    }

    /// <summary>Remembers of which type a schema is, should it be written out.</summary>
    public static OpenApiSchema Named(OpenApiSchema schema, Type type)
    {
        (schema.Metadata ??= new Dictionary<string, object>())[Name] = type.Name;
        return schema;
    }

    /// <summary>A reference in place of a named type that was written out: where it may be left out, and in an array.</summary>
    private static IOpenApiSchema Referred(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema written) return schema;
        if (written.Items is { } items) written.Items = Referred(items, document);
        if (Find(written.Metadata, Name) is not string name) return written;
        var isNullable = written.Type?.HasFlag(JsonSchemaType.Null) == true || written.Type == JsonSchemaType.Object;
        if (Find(document.Components?.Schemas, name) is null)
            document.AddComponent(name, new OpenApiSchema { Type = written.Type & ~JsonSchemaType.Null, Enum = written.Enum });
        var reference = new OpenApiSchemaReference(name, document);
        return isNullable
            ? new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] }
            : reference;
    }

    private static IOpenApiSchema Limited(IOpenApiSchema schema, int? limit)
    {
        if (limit is not > 0) return schema;
        var extensions = new Dictionary<string, IOpenApiExtension> { [MaxLength] = new JsonNodeExtension(JsonValue.Create(limit.Value)) };
        if (schema is OpenApiSchemaReference reference) reference.Reference.Extensions = extensions;
        else if (schema is OpenApiSchema written) written.Extensions = extensions;
        return schema;
    }

    private static bool IsNullable(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(one => one.Type == JsonSchemaType.Null) == true;

    private static T? Find<T>(IDictionary<string, T>? all, string name) where T : class =>
        all is not null && all.TryGetValue(name, out var found) ? found : null;

    /// <summary>The schemas that requests are made of.</summary>
    private static IEnumerable<OpenApiSchema> Requests(OpenApiDocument document)
    {
        var seen = new HashSet<string>();
        var open = new Stack<IOpenApiSchema?>((document.Paths ?? []).Values
            .SelectMany(path => path.Operations?.Values.AsEnumerable() ?? [])
            .SelectMany(operation => operation.RequestBody?.Content?.Values.AsEnumerable() ?? [])
            .Select(content => content.Schema));
        while (open.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id }) schema = seen.Add(id) ? Find(document.Components?.Schemas, id) : null;
            if (schema is not OpenApiSchema written) continue;
            yield return written;
            IEnumerable<IOpenApiSchema?> parts = [written.Items, .. written.OneOf ?? [], .. written.Properties?.Values.AsEnumerable() ?? []];
            foreach (var part in parts) open.Push(part);
        }
    }
}
