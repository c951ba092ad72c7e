using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Data;

/// <summary>A response that was given under an <c>Idempotency-Key</c>, kept with what it changed in one transaction.</summary>
internal sealed class IdempotencyRow
{
    /// <summary>SHA-256 of caller, method, path and key: another caller's same key is another row.</summary>
    public required byte[] Key { get; init; }

    /// <summary>SHA-256 of the query and the body as they came.</summary>
    public required byte[] Request { get; init; }

    public int Status { get; set; }

    /// <summary>The headers that a repetition carries too, as a JSON object.</summary>
    public string? Headers { get; set; }

    public string? Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static void Shape(ModelBuilder model) => model.Entity<IdempotencyRow>(row =>
    {
        row.ToTable("idempotency");
        row.HasKey(r => r.Key);
        row.HasIndex(r => r.CreatedAt).HasDatabaseName("ix_idempotency_created_at");
    });
}
