using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Problems;

/// <summary>
/// What could not even be read becomes a 4xx problem that names the field as the JSON names it; anything else that was thrown becomes a
/// 500 that says nothing but the trace id. Which parameter or field it was, the framework says only in its exceptions' English text: FrameworkMessagesTests
/// fail on the upgrade that words it otherwise.
/// </summary>
internal sealed partial class BadRequests(IProblemDetailsService problems) : IExceptionHandler
{
    public static void Add(IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);
        services.AddExceptionHandler<BadRequests>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException) return true;
        if (exception is not BadHttpRequestException bad) return false;

        var problem = bad.InnerException is JsonException json ? Invalid(FieldOf(json), MessageOf(json))
            : Parameter().Match(bad.Message) is { Success: true } match ? Invalid(match.Groups["name"].Value, "The value cannot be read.")
            : bad.StatusCode == StatusCodes.Status400BadRequest ? Invalid("", "The body is missing or cannot be read.")
            : new ProblemDetails { Status = bad.StatusCode };
        httpContext.Response.StatusCode = problem.Status ?? bad.StatusCode;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    /// <summary>Fills in what every problem document has, and turns the validator's property names into the names of the JSON.</summary>
    private static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions["traceId"] = TraceIdentifier.Of(context.HttpContext);
        if (problem is not HttpValidationProblemDetails validation) return;

        problem.Type = ProblemType.RequestInvalid;
        if (context.Exception is not null) return; // named from the JSON itself
        validation.Errors = validation.Errors
            .GroupBy(error => JsonPath(error.Key))
            .ToDictionary(group => group.Key, group => group.SelectMany(error => error.Value).ToArray());
    }

    private static HttpValidationProblemDetails Invalid(string field, string message) =>
        new(new Dictionary<string, string[]> { [field] = [message] }) { Status = StatusCodes.Status400BadRequest };

    /// <summary>The path of the field without the root: <c>title.fi-simple</c>, <c>scope[2]</c>; a missing or unknown field by its own name.</summary>
    private static string FieldOf(JsonException json)
    {
        var path = BracketedName().Replace((json.Path ?? "$").TrimStart('$').TrimStart('.'), ".$1").TrimStart('.');
        if (Missing().Match(json.Message) is { Success: true } missing) return Join(path, missing.Groups["name"].Value);
        if (Unknown().Match(json.Message) is { Success: true } unknown && !path.EndsWith(unknown.Groups["name"].Value, StringComparison.Ordinal))
            return Join(path, unknown.Groups["name"].Value);
        return path;

        static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";
    }

    private static string MessageOf(JsonException json) =>
        Missing().IsMatch(json.Message) ? "The field is required."
        : Unknown().IsMatch(json.Message) ? "The field is not known."
        : json.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? "The value has the wrong type or cannot be read."
        : json.Message.Contains("LineNumber", StringComparison.Ordinal) ? "The JSON is not well formed here."
        : json.Message;

    private static string JsonPath(string key) =>
        string.Join('.', key.Split('.').Select(name => name.Length == 0 ? name : JsonNamingPolicy.CamelCase.ConvertName(name)));

    [GeneratedRegex(@"parameter ""(?:[^""]* )?(?<name>[\w\-]+)""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"missing required properties including: '(?<name>[^']+)'")]
    private static partial Regex Missing();

    [GeneratedRegex(@"The JSON property '(?<name>[^']{1,200})' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"\['([^']*)'\]")]
    private static partial Regex BracketedName();
}
