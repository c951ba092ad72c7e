using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Messaging.Outbox;

/// <summary>A message on its way: written with the change it tells of, deleted when the broker has confirmed it.</summary>
internal sealed class OutboxRow
{
    /// <summary>Counted by the database. No order is promised: rows are sent side by side, and a retry comes later.</summary>
    public long Sequence { get; init; }

    public required Guid MessageId { get; init; }

    public required string Destination { get; init; }

    public required string ContentType { get; init; }

    /// <summary>URNs of the message's types, separated by semicolons.</summary>
    public required string MessageType { get; init; }

    /// <summary>The envelope as MassTransit serialised it.</summary>
    public required string Body { get; init; }

    /// <summary>The transport headers as a JSON object.</summary>
    public required string Headers { get; init; }

    /// <summary>W3C trace context of the request that wrote it.</summary>
    public required string? TraceParent { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often the broker did not take it while it took others.</summary>
    public int Attempts { get; init; }

    /// <summary>After an attempt that failed: not before this instant, UTC.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it was given up, to be looked at by an operator.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>The type of the exception that ended the last attempt.</summary>
    public string? LastError { get; init; }

    public static OutboxRow Of<T>(SendContext<T> context, DateTimeOffset now) where T : class => new()
    {
        MessageId = context.MessageId ?? throw new MessageException(typeof(T), "A message without an id cannot be delivered once only."),
        Destination = context.DestinationAddress!.ToString(),
        ContentType = context.ContentType?.ToString() ?? context.Serialization.DefaultContentType.ToString(),
        MessageType = string.Join(';', context.SupportedMessageTypes),
        Body = context.Serializer.GetMessageBody(context).GetString(),
        Headers = JsonSerializer.Serialize(context.Headers.GetAll().ToDictionary(header => header.Key, header => header.Value?.ToString())),
        TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
        CreatedAt = now,
    };

    public static void Shape(ModelBuilder model) => model.Entity<OutboxRow>(row =>
    {
        row.ToTable("outbox");
        row.HasKey(r => r.Sequence);
        row.Property(r => r.Sequence).UseIdentityAlwaysColumn();
        row.Property(r => r.LastError).HasMaxLength(100);
    });
}
