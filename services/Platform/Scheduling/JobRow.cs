using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Scheduling;

/// <summary>A job that waits for its time, runs or is parked; removed in the transaction of its effect.</summary>
internal sealed class JobRow
{
    public const string Table = "jobs";

    /// <summary>The kind and, after a slash, which one of it.</summary>
    public required string Key { get; init; }

    public required string Kind { get; init; }

    /// <summary>The payload as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Not before this instant, UTC.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often it was begun since it was scheduled.</summary>
    public int Attempts { get; init; }

    /// <summary>Whose it is while it runs; another one's after it was moved or its lease ran out.</summary>
    public Guid? LeaseId { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When it was given up, to be looked at by an operator.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>The type of the exception that ended the last attempt.</summary>
    public string? LastError { get; init; }

    /// <summary>W3C trace context of what scheduled it.</summary>
    public string? TraceParent { get; init; }

    public static void Shape(ModelBuilder model) => model.Entity<JobRow>(row =>
    {
        row.ToTable(Table);
        row.HasKey(r => r.Key);
        row.Property(r => r.Key).HasMaxLength(200);
        row.Property(r => r.Kind).HasMaxLength(60);
        row.Property(r => r.Payload).HasColumnType("jsonb");
        row.Property(r => r.LastError).HasMaxLength(100);
        row.HasIndex(r => r.DueAt).HasFilter("parked_at IS NULL").HasDatabaseName("ix_jobs_due_at");
        row.HasIndex(r => r.ParkedAt).HasFilter("parked_at IS NOT NULL").HasDatabaseName("ix_jobs_parked_at");
    });
}
