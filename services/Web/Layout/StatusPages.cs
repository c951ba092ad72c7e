using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Web.Layout;

/// <summary>
/// Whatever goes wrong, the reader gets a page in their language with a way on: where a service would write a problem document, this writes
/// that page.
/// </summary>
internal sealed class StatusPages : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var (services, reader) = (http.RequestServices, http.RequestServices.GetRequiredService<Reader>());
        // A scope of its own: the renderer of the one in which a page failed half-way cannot start again.
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Reader>().Follows(reader);
        http.RequestServices = scope.ServiceProvider;
        try
        {
            var status = http.Response.StatusCode;
            http.Response.Headers.CacheControl = "no-store";
            var isFormTooOld = http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false };
            await new RazorComponentResult<StatusPage>(new { Status = status, IsFormTooOld = isFormTooOld })
            {
                StatusCode =
                status, PreventStreamingRendering = true
            }.ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = services;
        }
    }
}
