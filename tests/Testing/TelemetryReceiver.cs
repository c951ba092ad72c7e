using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Testing;

/// <summary>A span as it arrived.</summary>
/// <param name="Service">The service that made it (<c>service.name</c>).</param>
/// <param name="Source">The name of its <c>ActivitySource</c>.</param>
/// <param name="Kind">Internal, server, client, producer or consumer.</param>
public sealed record Span(string Service, string Source, string TraceId, string SpanId, string ParentId, string Name, string Kind,
    Dictionary<string, string> Attributes);

/// <summary>Receives telemetry by OTLP over HTTP and keeps every payload; reads the spans by the wire format of Protocol Buffers.</summary>
public sealed class TelemetryReceiver : IAsyncDisposable
{
    private static readonly string[] Kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Payload)> _received = new();

    private TelemetryReceiver(WebApplication app) => _app = app;

    /// <summary>The address for <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Endpoint => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Starts one on a free port of this machine.</summary>
    public static async Task<TelemetryReceiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new TelemetryReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", receiver.Keep);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>How many payloads of <c>traces</c>, <c>metrics</c> or <c>logs</c> have come.</summary>
    public int Count(string signal) => _received.Count(r => r.Signal == signal);

    /// <summary>Every signal in which a text stands, wherever in it: text is UTF-8 on the wire.</summary>
    public string[] SignalsWith(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return [.. _received.Where(r => r.Payload.AsSpan().IndexOf(wanted) >= 0).Select(r => r.Signal).Distinct()];
    }

    /// <summary>The spans of one trace so far.</summary>
    public Span[] Trace(string traceId)
    {
        var id = Convert.FromHexString(traceId);
        return [.. _received.Where(r => r.Signal == "traces" && r.Payload.AsSpan().IndexOf(id) >= 0).SelectMany(r => Spans(r.Payload))
            .Where(span => span.TraceId == traceId)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Keep(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _received.Enqueue(((string)http.Request.RouteValues["signal"]!, body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }

    // opentelemetry/proto/trace/v1/trace.proto: request { 1 resource_spans { 1 resource { 1 attributes }, 2 scope_spans { 1 scope { 1 name }, 2 spans } } }
    private static IEnumerable<Span> Spans(ReadOnlyMemory<byte> request) =>
        from resource in All(request, 1)
        let service = All(resource, 1).SelectMany(r => Attributes(r, 1)).FirstOrDefault(a => a.Key == "service.name").Value ?? ""
        from scope in All(resource, 2)
        let source = All(scope, 1).SelectMany(s => All(s, 1)).Select(Text).FirstOrDefault() ?? ""
        from span in All(scope, 2)
        select new Span(service, source, Hex(span, 1), Hex(span, 2), Hex(span, 4), All(span, 5).Select(Text).FirstOrDefault() ?? "",
            Kinds[(int)Number(span, 6)], Attributes(span, 9).DistinctBy(a => a.Key).ToDictionary(a => a.Key, a => a.Value));

    private static IEnumerable<KeyValuePair<string, string>> Attributes(ReadOnlyMemory<byte> message, int field) =>
        All(message, field).Select(pair => KeyValuePair.Create(
            All(pair, 1).Select(Text).FirstOrDefault() ?? "", All(pair, 2).Select(Value).FirstOrDefault() ?? ""));

    // AnyValue { 1 string, 2 bool, 3 int, ... }
    private static string Value(ReadOnlyMemory<byte> any) =>
        All(any, 1).Select(Text).FirstOrDefault() ?? Number(any, 3).ToString(CultureInfo.InvariantCulture);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static string Hex(ReadOnlyMemory<byte> message, int field) =>
        All(message, field).Select(bytes => Convert.ToHexStringLower(bytes.Span)).FirstOrDefault() ?? "";

    private static ulong Number(ReadOnlyMemory<byte> message, int field) => Fields(message).Where(f => f.Field == field).Select(f => f.Number).FirstOrDefault();

    private static IEnumerable<ReadOnlyMemory<byte>> All(ReadOnlyMemory<byte> message, int field) =>
        Fields(message).Where(f => f.Field == field && f.IsBytes).Select(f => f.Bytes);

    /// <summary>The fields of a message in their order: each a key (number and wire type) and a value.</summary>
    private static IEnumerable<(int Field, bool IsBytes, ReadOnlyMemory<byte> Bytes, ulong Number)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return (field, false, default, Varint(message.Span, ref at));
                    break;
                case 1:
                    yield return (field, false, default, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return (field, true, message.Slice(at, length), 0);
                    at += length;
                    break;
                case 5:
                    yield return (field, false, default, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]));
                    at += 4;
                    break;
                default: throw new InvalidDataException($"There is no wire type {key & 7}.");
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
