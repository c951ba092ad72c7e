using System.Globalization;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Mvc;
using Yarp.ReverseProxy.Forwarder;

namespace Kivenkolo.Gateway;

/// <summary>
/// A service that does not respond is named in a problem document, with the status the proxy gave it: 502 when it cannot be reached,
/// 504 when it takes too long. A person who came for a page is told on one.
/// </summary>
internal static class ServiceUnavailable
{
    private const int RetryAfterSeconds = 5;

    private static readonly LocalizedText Title = GatewayTexts.In(texts => texts.Away);

    public static async Task Describe(HttpContext http, Func<Task> next)
    {
        await next();
        // A caller's own mistake (a body too long, a connection given up) has its status already.
        if (http.GetForwarderErrorFeature() is not { } error || http.Response.HasStarted || http.Response.StatusCode < 500) return;
        if (error.Error is ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled) return;

        var service = http.GetReverseProxyFeature().Cluster.Config.ClusterId;
        var text = Title.Find(LanguageTag.Fallback(AcceptLanguage.Of(http.Request)))!.Value;
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.ContentLanguage = text.Language;
        http.Response.Headers.CacheControl = "no-store";
        if (service == Services.Web && WantsPage(http.Request))
        {
            await HtmlPage.Result(text.Language, "Kivenkolo", $"<p>{HtmlPage.Text(text.Text)}</p>", http.Response.StatusCode).ExecuteAsync(http);
            return;
        }
        var problem = new ProblemDetails { Status = http.Response.StatusCode, Type = "urn:kivenkolo:gateway:service-unavailable", Title = text.Text };
        problem.Extensions["service"] = service;
        await http.WriteProblem(problem);
    }

    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
