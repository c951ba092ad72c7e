using Kivenkolo.Identity.SigningIn;
using OpenIddict.Abstractions;

namespace Kivenkolo.Identity.Tokens;

/// <summary>
/// Reads the form of a protocol request before the token server does, so that one with too many fields or too long a name is refused the
/// way OAuth says rather than ending as a failure.
/// </summary>
internal sealed class RefuseUnreadableForms(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/connect") || !http.Request.HasFormContentType
            || await SmallForm.Read(http, http.RequestAborted) is not null)
        {
            await next(http);
            return;
        }
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        await http.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["error"] = OpenIddictConstants.Errors.InvalidRequest,
            ["error_description"] = "The form is too large or cannot be read.",
        }, http.RequestAborted);
    }
}
