using System.Reflection;
using Kivenkolo.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Problems;

/// <summary>
/// A rule said no: a problem document (RFC 9457) with a stable <c>type</c> such as <c>urn:kivenkolo:participation:meeting-closed</c>
/// and a title in the reader's language (<c>Accept-Language</c>).
/// </summary>
/// <param name="status">The HTTP status, 400–499.</param>
/// <param name="type">The stable URN of the refusal.</param>
/// <param name="title">What is said to the reader, by language.</param>
public sealed class LocalizedProblem(int status, string type, LocalizedText title) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public int? StatusCode => status;

    /// <summary>The stable URN of the refusal.</summary>
    public string Type => type;

    /// <summary>What is said to the reader, by language.</summary>
    public LocalizedText Title => title;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var found = title.Find(LanguageTag.Fallback(AcceptLanguage.Of(httpContext.Request)));
        httpContext.Response.StatusCode = status;
        if (found is { } text) httpContext.Response.Headers.ContentLanguage = text.Language;
        await httpContext.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails { Status = status, Type = type, Title = found?.Text },
        });
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status409Conflict, typeof(ProblemDetails), ["application/problem+json"]));
}
