using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Problems;

/// <summary>Writes problem documents from middleware.</summary>
public static class ProblemResponse
{
    /// <summary>
    /// Writes the problem as the response; as a problem document also to a caller that accepts none, such as a calendar that takes <c>text/calendar</c> alone.
    /// </summary>
    public static async Task WriteProblem(this HttpContext http, ProblemDetails problem)
    {
        var service = http.RequestServices.GetRequiredService<IProblemDetailsService>();
        var context = new ProblemDetailsContext { HttpContext = http, ProblemDetails = problem };
        if (await service.TryWriteAsync(context)) return;
        http.Request.Headers.Accept = "application/problem+json";
        await service.WriteAsync(context);
    }
}
