using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Data;

/// <summary>An answer that was given under an <c>Idempotency-Key</c>, kept with what it changed in one transaction.</summary>
internal sealed class IdempotencyRow
{
    /// <summary>SHA-256 of account, method, path and key: another account's same key is another row. Those without an account share one row for each.</summary>
    public required byte[] Key { get; init; }

    /// <summary>SHA-256 of the request as it was understood.</summary>
    public required byte[] Request { get; init; }

    public int Status { get; set; }

    public string? Location { get; set; }

    public string? Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static void Shape(ModelBuilder model) => model.Entity<IdempotencyRow>(row =>
    {
        row.ToTable("idempotency");
        row.HasKey(r => r.Key);
        row.HasIndex(r => r.CreatedAt).HasDatabaseName("ix_idempotency_created_at");
    });
}
