using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Kivenkolo.ServiceDefaults;

/// <summary>The OpenAPI 3.1 document: what the generator cannot see for itself is added here, the same way for every service.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            NameTheWholePath(operation, context);
            TellWhoIsTurnedAway(operation, context);
            TellWhoMayMatch(operation);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            ApiSchemas.Finish(document);
            return Task.CompletedTask;
        });
    });

    /// <summary>Types with a converter of our own have no schema of their own.</summary>
    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(LocalizedText))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description = "A text by BCP 47 language tag, such as fi or fi-simple.";
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
            ApiSchemas.Named(schema, type);
        }
        else if (type == typeof(string))
        {
            schema.Type = JsonSchemaType.String | (context.JsonPropertyInfo is { IsGetNullable: true } ? JsonSchemaType.Null : 0);
            // Lost where there is a default.
            schema.MaxLength ??= ApiSchemas.Rule<MaxLengthAttribute>(context.JsonPropertyInfo)?.Length
                ?? ApiSchemas.Rule<StringLengthAttribute>(context.JsonPropertyInfo)?.MaximumLength;
        }
        else if ((Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } names)
        {
            schema.Type = JsonSchemaType.String | (names == type ? 0 : JsonSchemaType.Null);
            schema.Enum = NamesOf(names);
            ApiSchemas.Named(schema, names);
        }
        else if ((Nullable.GetUnderlyingType(type) ?? type) is var value && (value == typeof(TimeOnly) || value == typeof(DateTimeOffset)))
        {
            schema.Type = JsonSchemaType.String | (value == type ? 0 : JsonSchemaType.Null);
            // To the minute, without an offset: not the "time" of JSON Schema, which is RFC 3339's.
            if (value == typeof(TimeOnly)) (schema.Format, schema.Pattern) = ("local-time", "^([01][0-9]|2[0-3]):[0-5][0-9]$");
        }
        else if (schema.Type is null && context.ParameterDescription is not null) schema.Type = JsonSchemaType.String; // a value that parses itself
        // A nullable type with [Required] is only how a missing value is told from a default one.
        if (schema.Type is { } known && context.JsonPropertyInfo?.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true)
            schema.Type = known & ~JsonSchemaType.Null;
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && (element == typeof(string) || element.IsEnum))
            schema.Items = element.IsEnum
                ? ApiSchemas.Named(new() { Type = JsonSchemaType.String, Enum = NamesOf(element) }, element)
                : new OpenApiSchema { Type = JsonSchemaType.String };
        ApiSchemas.KeepRules(schema, context.JsonTypeInfo);
    }

    private static List<JsonNode> NamesOf(Type names) => [.. Enum.GetNames(names).Select(name => (JsonNode)StrictEnum.NameOf(names, name))];

    /// <summary>A part of the address that only a filter reads, such as <c>{space}</c>, is a parameter all the same.</summary>
    private static void NameTheWholePath(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var named = (operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Path).Select(parameter => parameter.Name).ToHashSet();
        var missing = RoutePatternFactory.Parse(context.Description.RelativePath ?? "").Parameters.Where(parameter => !named.Contains(parameter.Name));
        operation.Parameters = [.. missing.Select(parameter => new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        }), .. operation.Parameters ?? []];
    }

    /// <summary>What answers 412 takes <c>If-Match</c>, and tells the tag of the new state.</summary>
    private static void TellWhoMayMatch(OpenApiOperation operation)
    {
        if (operation.Responses?.ContainsKey("412") != true) return;
        operation.Parameters = [.. operation.Parameters ?? [], new OpenApiParameter
        {
            Name = "If-Match",
            In = ParameterLocation.Header,
            Description = "The ETag of the state that is meant to be changed; 412 when there is another meanwhile.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        }];
    }

    private static void TellWhoIsTurnedAway(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        if (metadata.OfType<AccessRule>().LastOrDefault() is { Everyone: false } rule)
        {
            operation.Description = string.Join("\n\n", new[] { operation.Description, $"Who may: {rule}." }.Where(text => !string.IsNullOrEmpty(text)));
            Problem("401", "No valid access token");
            Problem("403", "The token does not allow this here");
        }
        if (metadata.OfType<RateLimit>().Any()) Problem("429", "Too many requests; Retry-After says when");

        void Problem(string status, string meaning) => operation.Responses.TryAdd(status, new OpenApiResponse
        {
            Description = meaning,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", context.Document) },
            },
        });
    }
}
