using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using MassTransit;
using MassTransit.Middleware;

namespace Kivenkolo.Platform.Messaging.Outbox;

/// <summary>A row of the outbox as MassTransit's send pipe wants it: the envelope in the body has the rest.</summary>
internal sealed record Outgoing(
    long Sequence, Guid MessageId, Uri Destination, string ContentType, string MessageType, string Body, string HeadersJson)
    : OutboxMessageContext
{
    long OutboxMessageContext.SequenceNumber => Sequence;

    IReadOnlyDictionary<string, object> OutboxMessageContext.Properties => new Dictionary<string, object>();

    Guid? MessageContext.MessageId => MessageId;

    Guid? MessageContext.RequestId => null;

    Guid? MessageContext.CorrelationId => null;

    Guid? MessageContext.ConversationId => null;

    Guid? MessageContext.InitiatorId => null;

    DateTime? MessageContext.ExpirationTime => null;

    Uri? MessageContext.SourceAddress => null;

    Uri? MessageContext.DestinationAddress => Destination;

    Uri? MessageContext.ResponseAddress => null;

    Uri? MessageContext.FaultAddress => null;

    DateTime? MessageContext.SentTime => null;

    Headers MessageContext.Headers { get; } = new Kept(JsonSerializer.Deserialize<Dictionary<string, string?>>(HeadersJson)!);

    HostInfo MessageContext.Host => MassTransit.Metadata.HostMetadataCache.Host;

    private sealed class Kept(Dictionary<string, string?> headers) : Headers
    {
        public IEnumerable<KeyValuePair<string, object>> GetAll() =>
            headers.Where(h => h.Value is not null).Select(h => KeyValuePair.Create(h.Key, (object)h.Value!));

        public bool TryGetHeader(string key, [NotNullWhen(true)] out object? value)
        {
            var found = headers.TryGetValue(key, out var text) && text is not null;
            value = text;
            return found;
        }

        public T? Get<T>(string key, T? defaultValue = null) where T : class => TryGetHeader(key, out var value) && value is T typed ? typed : defaultValue;

        public T? Get<T>(string key, T? defaultValue = null) where T : struct =>
            TryGetHeader(key, out var value) ? (T)Convert.ChangeType(value, typeof(T), System.Globalization.CultureInfo.InvariantCulture) : defaultValue;

        public IEnumerator<HeaderValue> GetEnumerator() => GetAll().Select(h => new HeaderValue(h.Key, h.Value)).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
