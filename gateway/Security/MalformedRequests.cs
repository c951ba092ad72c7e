using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kivenkolo.Gateway;

/// <summary>
/// What Kestrel cannot take (<c>%00</c> in a path; a line or headers too long, too many or malformed; HTTP/3.7) never reaches the pipeline: it writes an
/// answer without a body by itself and closes the connection. That answer is known by its bytes on their way out, and a problem document goes in
/// its place; what comes in is not looked at. Even a HEAD gets the document, for nobody has read that it was one.
/// </summary>
internal static partial class MalformedRequests
{
    public static void DescribeMalformedRequests(this KestrelServerOptions kestrel, IHostEnvironment environment)
    {
        var always = string.Concat(SecurityHeaders.Always(environment).Select(header => $"{header.Name}: {header.Value}\r\n"));
        kestrel.ConfigureEndpointDefaults(listening => listening.Use(next => async connection =>
        {
            var plain = connection.Transport;
            connection.Transport = new Transport(plain.Input, new DescribingWriter(plain.Output, always));
            try { await next(connection); }
            finally { connection.Transport = plain; }
        }));
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed partial class DescribingWriter(PipeWriter inner, string always) : PipeWriter
    {
        // Kestrel writes the headers of an answer in one piece when it has room for them, and those of its own answers are shorter than this.
        private const int Room = 256;

        private static readonly JsonSerializerOptions Json =
            new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private Memory<byte> latest;

        public override void Advance(int bytes)
        {
            if (bytes < Room && IsRefusal(latest.Span) && Bare().Match(Encoding.ASCII.GetString(latest.Span[..bytes])) is { Success: true } bare)
                inner.Write(Document(bare));
            else
                inner.Advance(bytes);
            latest = default;
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => latest = inner.GetMemory(Math.Max(sizeHint, Room));

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(source, cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        private static bool IsRefusal(ReadOnlySpan<byte> answer) => answer.StartsWith("HTTP/1.1 4"u8) || answer.StartsWith("HTTP/1.1 505"u8);

        private byte[] Document(Match bare)
        {
            var problem = JsonSerializer.SerializeToUtf8Bytes(new ProblemDetails
            {
                Type = "urn:kivenkolo:gateway:request-malformed",
                Title = GatewayTexts.For("fi").Unreadable, // the language of those who ask for none
                Status = int.Parse(bare.Groups["status"].ValueSpan, CultureInfo.InvariantCulture),
            }, Json);
            var head = $"{bare.Groups["line"].Value}Content-Type: {MediaTypeNames.Application.ProblemJson}\r\nContent-Language: fi\r\nCache-Control: "
                + $"no-store\r\n{always}"
                + $"Content-Length: {problem.Length}\r\n{bare.Groups["rest"].Value}";
            return [.. Encoding.ASCII.GetBytes(head), .. problem];
        }

        [GeneratedRegex("^(?<line>HTTP/1\\.1 (?<status>4[0-9]{2}|505)[^\r]*\r\n)Content-Length: 0\r\n(?<rest>Connection: close\r\n(?:Date: [^\r]+\r\n)?\r\n)$")]
        private static partial Regex Bare();
    }
}
