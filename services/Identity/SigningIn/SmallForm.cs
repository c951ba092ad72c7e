namespace Kivenkolo.Identity.SigningIn;

/// <summary>Reads a posted form that a page here could have made.</summary>
internal static class SmallForm
{
    /// <summary>The form; null when the body is no form, or one that is too long or too odd to be ours.</summary>
    public static async Task<IFormCollection?> Read(HttpContext http, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType) return null;
        try
        {
            return await http.Request.ReadFormAsync(ct);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
