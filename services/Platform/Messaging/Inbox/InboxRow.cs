using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Messaging.Inbox;

/// <summary>A message that a consumer has had its effect of; written in the same transaction as the effect.</summary>
internal sealed class InboxRow
{
    public required Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public static void Shape(ModelBuilder model) => model.Entity<InboxRow>(row =>
    {
        row.ToTable("inbox");
        row.HasKey(r => new { r.MessageId, r.Consumer });
        row.Property(r => r.Consumer).HasMaxLength(200);
        row.HasIndex(r => r.ReceivedAt).HasDatabaseName("ix_inbox_received_at");
    });
}
