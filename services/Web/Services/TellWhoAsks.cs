using System.Net.Http.Headers;
using Kivenkolo.Contracts;
using Polly.Timeout;

namespace Kivenkolo.Web.Services;

/// <summary>Tells a service who asks: the caller's address (for its rate limits), the reader's language, and the token of those signed in.</summary>
internal sealed partial class TellWhoAsks(IHttpContextAccessor context, ILogger<TellWhoAsks> log) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (context.HttpContext is { } http)
        {
            if (http.Connection.RemoteIpAddress is { } address) request.Headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
            var reader = http.RequestServices.GetRequiredService<Layout.Reader>();
            request.Headers.TryAddWithoutValidation("Accept-Language", string.Join(", ", LanguageTag.Lookup(reader.Words.Language)));
            if (reader.AccessToken is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Once, after all tries; without the path, which may hold a token.
            IsAway(log, request.RequestUri!.Host, e.Message);
            if (e is TimeoutRejectedException) throw new TimeoutException(e.Message, e);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Service} does not answer: {Why}")]
    private static partial void IsAway(ILogger log, string service, string why);
}
