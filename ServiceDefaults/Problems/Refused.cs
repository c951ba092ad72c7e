using System.Reflection;
using Kivenkolo.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Problems;

/// <summary>
/// A rule said no: a problem document (RFC 9457) with a stable <c>type</c> such as <c>urn:kivenkolo:participation:MeetingClosed</c>
/// and a title in the reader's language (<c>Accept-Language</c>).
/// </summary>
/// <param name="status">The HTTP status, 400–499.</param>
/// <param name="type">The stable URN of the refusal.</param>
/// <param name="title">What is said to the reader, by language.</param>
public sealed class Refused(int status, string type, LocalizedText title) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
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
        var found = title.Find(ReaderLanguage.Of(httpContext.Request));
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

/// <summary>The language the reader asks for first in <c>Accept-Language</c> (RFC 9110 section 12.5.4); Finnish without one.</summary>
public static class ReaderLanguage
{
    /// <summary>The tag with the highest weight that is well formed.</summary>
    public static string Of(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage;
        return wanted.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1)
            .Select(w => w.Value.Value).FirstOrDefault(LanguageTag.IsWellFormed) ?? "fi";
    }
}
