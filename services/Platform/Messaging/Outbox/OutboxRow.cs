using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Messaging.Outbox;

/// <summary>A message on its way: written with the change it tells of, deleted when the broker has confirmed it.</summary>
internal sealed class OutboxRow
{
    /// <summary>The order of writing; the database counts.</summary>
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

    /// <summary>Not before this instant, UTC; the time of writing for what goes at once.</summary>
    public required DateTimeOffset DueAt { get; init; }

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
        DueAt = context.TryGetPayload<Due>(out var due) ? due.At : now,
    };

    public static void Shape(ModelBuilder model) => model.Entity<OutboxRow>(row =>
    {
        row.ToTable("outbox");
        row.HasKey(r => r.Sequence);
        row.Property(r => r.Sequence).UseIdentityAlwaysColumn();
        row.HasIndex(r => r.DueAt).HasDatabaseName("ix_outbox_due_at");
    });

    /// <summary>Carried by a send context: not before this instant.</summary>
    public sealed record Due(DateTimeOffset At);
}
