using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Data;

/// <summary>A row that another request changed or took away between our reading and our writing: nothing was written, and that is said with a 412.</summary>
/// <param name="service">The service, whose own refusal it is.</param>
internal sealed class ConcurrencyConflicts(string service) : IExceptionHandler
{
    private static readonly LocalizedText Title = DataTexts.In(texts => texts.ConcurrencyConflicts);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not DbUpdateConcurrencyException) return false;
        await new LocalizedProblem(StatusCodes.Status412PreconditionFailed, $"urn:kivenkolo:{service}:version-changed", Title).ExecuteAsync(httpContext);
        return true;
    }
}
