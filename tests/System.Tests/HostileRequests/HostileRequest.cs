using System.Net.Http.Headers;
using System.Text;

namespace Kivenkolo.SystemTests.HostileRequests;

/// <summary>A request that no service may take, whoever sends it.</summary>
/// <param name="Operation">What it is sent to.</param>
/// <param name="Caller">Who sends it.</param>
/// <param name="Target">Path and query, exactly as sent.</param>
/// <param name="Body">The body's bytes; null when there is none.</param>
/// <param name="ContentType">Its content type, exactly as sent; null to leave it out.</param>
/// <param name="Field">The field that the answer must name; null when any answer will do that turns it away.</param>
/// <param name="Headers">Other headers.</param>
internal sealed record HostileRequest(
    Operation Operation, Caller Caller, string Target, byte[]? Body, string? ContentType, string? Field, (string Name, string Value)[] Headers)
{
    public HttpRequestMessage ToMessage(Uri system)
    {
        var message = new HttpRequestMessage(Operation.Verb, new Uri(system.GetLeftPart(UriPartial.Authority) + Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            if (ContentType is not null) message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            // Asks before it sends what is too long: the answer may come, and the connection go, while it would still be sending.
            if (Body.Length > 1024 * 1024) message.Headers.ExpectContinue = true;
        }
        foreach (var (name, value) in Headers) message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    public override string ToString()
    {
        var body = Body is null ? "" : Encoding.UTF8.GetString(Body);
        var headers = string.Concat(Headers.Select(header => $" [{header.Name}: {Shortened(header.Value)}]"));
        return $"{Caller}: {Operation.Id}, {Operation.Verb} {Shortened(Target)}{headers} {ContentType} {Shortened(body)}";
    }

    public static string Shortened(string text) => text.Length <= 400 ? text : $"{text[..200]}…{text[^100..]} ({text.Length})";
}
