using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Web.Layout;

/// <summary>Answers of pages.</summary>
internal static class Html
{
    /// <summary>A page with what it shows, as an object whose properties are the page's parameters.</summary>
    public static IResult Page<T>(object shows, int status = StatusCodes.Status200OK) where T : IComponent =>
        new RazorComponentResult<T>(shows) { StatusCode = status, PreventStreamingRendering = true };

    public static IResult Page<T>(int status = StatusCodes.Status200OK) where T : IComponent =>
        new RazorComponentResult<T> { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>After a form was taken: go there with a GET, so that reloading sends nothing twice.</summary>
    public static IResult SeeOther(string path) => new SeeOtherResult(path);

    /// <summary>No such thing, or not for this reader, or the service that knows is away: a page of its own says so.</summary>
    public static IResult Instead<T>(ApiResponse<T> answer) where T : class => Results.StatusCode(
        answer.IsMissing ? StatusCodes.Status404NotFound
        : answer.IsForbidden ? StatusCodes.Status403Forbidden
        : StatusCodes.Status503ServiceUnavailable);

    private sealed class SeeOtherResult(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
