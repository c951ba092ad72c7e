using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Kivenkolo.Identity.Pages;

/// <summary>Renders a page whole, which no cache keeps.</summary>
internal sealed class PageResult(Type page, int status, Dictionary<string, object?> parameters) : IResult
{
    public static PageResult Of<TPage>(int status, Dictionary<string, object?> parameters) where TPage : IComponent =>
        new(typeof(TPage), status, parameters);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var renderer = new HtmlRenderer(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(page, ParameterView.FromDictionary(parameters))).ToHtmlString());
        httpContext.Response.Headers.CacheControl = "no-store";
        await Results.Content(html, "text/html; charset=utf-8", statusCode: status).ExecuteAsync(httpContext);
    }
}
