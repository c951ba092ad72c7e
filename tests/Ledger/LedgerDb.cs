using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Ledger;

/// <summary>Accepted commands and their effects. An effect has no unique constraint, so that a doubled one shows.</summary>
public sealed class LedgerDb(DbContextOptions<LedgerDb> options, CurrentSpace space) : ServiceDb(options, space)
{
    public DbSet<Command> Commands => Set<Command>();

    public DbSet<Effect> Effects => Set<Effect>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddSchedulingTables();
        modelBuilder.AddDeliveryTables();
        modelBuilder.Entity<Command>().ToTable("commands").HasKey(c => c.Id);
        modelBuilder.Entity<Effect>().ToTable("effects").HasKey(e => e.Number);
        modelBuilder.Entity<Effect>().HasIndex(e => e.CommandId);
    }
}

public sealed class Command
{
    public required Guid Id { get; init; }
}

public sealed class Effect
{
    public long Number { get; init; }

    public required Guid CommandId { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }
}
