using Kivenkolo.Identity.Pages;
using Microsoft.AspNetCore;

namespace Kivenkolo.Identity.Tokens;

/// <summary>
/// A person was sent here with a request that the token server refused and that has no safe address to go back to: a page says so. (Not in
/// the endpoint: the token server has set the status to 400 by then, and a minimal endpoint takes that for its own and does not run.)
/// </summary>
internal sealed class ShowProtocolError(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) => http.GetOpenIddictServerResponse() is { Error: { } error }
        ? NoticePage.Show(http, StatusCodes.Status400BadRequest, texts => texts.CannotContinue, error).ExecuteAsync(http)
        : next(http);
}
