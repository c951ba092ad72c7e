using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Delivery;

/// <summary>A delivery that waits for its time, is under way, or has ended and is kept for a while for whoever asks.</summary>
internal sealed class DeliveryRow
{
    public const string Table = "deliveries";

    /// <summary>The kind and, after a slash, the idempotency key.</summary>
    public required string Key { get; init; }

    public required string Kind { get; init; }

    /// <summary>To which server it goes; each has a share of its own.</summary>
    public required string Target { get; init; }

    /// <summary>Ids of what is delivered, as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>When it was first due, UTC.</summary>
    public required DateTimeOffset FirstDueAt { get; init; }

    /// <summary>Not before this instant, UTC.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>How often it was begun since it was queued.</summary>
    public int Attempts { get; init; }

    /// <summary>How often in a row an attempt ended in an exception of ours.</summary>
    public int Failures { get; init; }

    /// <summary>Whose it is while it is under way.</summary>
    public Guid? LeaseId { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public DeliveryOutcome? Outcome { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>When it was given up because of an exception of ours, to be looked at by an operator.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>The type of the exception that ended the last attempt.</summary>
    public string? LastError { get; init; }

    /// <summary>W3C trace context of what queued it.</summary>
    public string? TraceParent { get; init; }

    public static void Shape(ModelBuilder model) => model.Entity<DeliveryRow>(row =>
    {
        row.ToTable(Table);
        row.HasKey(r => r.Key);
        row.Property(r => r.Key).HasMaxLength(200);
        row.Property(r => r.Kind).HasMaxLength(60);
        row.Property(r => r.Target).HasMaxLength(260);
        row.Property(r => r.Payload).HasColumnType("jsonb");
        row.Property(r => r.Outcome).HasConversion<string>().HasMaxLength(40);
        row.Property(r => r.LastError).HasMaxLength(100);
        row.HasIndex(r => new { r.Target, r.NextAttemptAt }).HasFilter("outcome IS NULL AND parked_at IS NULL").HasDatabaseName("ix_deliveries_next_attempt");
        row.HasIndex(r => r.SettledAt).HasFilter("settled_at IS NOT NULL").HasDatabaseName("ix_deliveries_settled_at");
        row.HasIndex(r => r.ParkedAt).HasFilter("parked_at IS NOT NULL").HasDatabaseName("ix_deliveries_parked_at");
    });
}
