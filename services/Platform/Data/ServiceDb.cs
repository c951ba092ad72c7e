using System.Linq.Expressions;
using System.Text.Json;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace Kivenkolo.Platform.Data;

/// <summary>
/// A service's database: its own tables, and beside them the answers kept for idempotent requests and its own copy of the spaces. A row of a
/// space (<see cref="IOfSpace"/>) is seen, written and deleted only within that space: a convention puts the filter on every query of every type
/// that has a <c>SpaceId</c>, and saving refuses a row of another space.
/// </summary>
public abstract class ServiceDb(DbContextOptions options, CurrentSpace space) : DbContext(options)
{
    /// <summary>The spaces this service knows of.</summary>
    public DbSet<KnownSpace> Spaces => Set<KnownSpace>();

    // Read by the filters below; an unset space matches no row.
    private Guid SpaceId => space.IdOrNone;

    /// <summary>Enters the space for the rest of this scope; used by consumers, whose event says which.</summary>
    /// <exception cref="UnknownSpaceException">This service has not heard of the space yet; the message is tried again.</exception>
    public async Task<KnownSpace> EnterSpace(Guid spaceId, CancellationToken ct = default)
    {
        var known = await Spaces.AsNoTracking().SingleOrDefaultAsync(s => s.Id == spaceId, ct) ?? throw new UnknownSpaceException(spaceId);
        space.Enter(known);
        return known;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A row to be written or deleted is not of the space that was entered.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RefuseOtherSpaces();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A row to be written or deleted is not of the space that was entered.</exception>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseOtherSpaces();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Add(_ => new WithinItsSpace(this));
        configurationBuilder.Properties<LocalizedText>().HaveConversion<LocalizedTextAsJson, LocalizedTextComparer>().HaveColumnType("jsonb");
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        IdempotencyRow.Shape(modelBuilder);
        KnownSpace.Shape(modelBuilder);
        foreach (var type in modelBuilder.Model.GetEntityTypes().Select(t => t.ClrType).ToList())
            if (type.GetProperty("Xmin")?.PropertyType == typeof(uint)) modelBuilder.Entity(type).Property("Xmin").IsRowVersion();
    }

    private void RefuseOtherSpaces()
    {
        foreach (var entry in ChangeTracker.Entries<IOfSpace>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Entity.SpaceId != SpaceId)
                throw new InvalidOperationException($"A row of {entry.Metadata.DisplayName()} is not of the space that was entered.");
        }
    }

    // At the end, when every type is known, whichever way it came into the model.
    private sealed class WithinItsSpace(ServiceDb db) : IModelFinalizingConvention
    {
        public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
        {
            foreach (var type in modelBuilder.Metadata.GetEntityTypes())
            {
                if (type.FindProperty(nameof(IOfSpace.SpaceId)) is null) continue;
                if (!typeof(IOfSpace).IsAssignableFrom(type.ClrType))
                    throw new InvalidOperationException($"{type.DisplayName()} has a SpaceId and is not {nameof(IOfSpace)}.");
                var row = Expression.Parameter(type.ClrType, "row");
                // The context of each query takes the place of this one, by which the model happens to be made.
                type.SetQueryFilter(Expression.Lambda(Expression.Equal(
                    Expression.Property(row, nameof(IOfSpace.SpaceId)), Expression.Property(Expression.Constant(db, typeof(ServiceDb)), nameof(SpaceId))),
                        row));
            }
        }
    }

    private sealed class LocalizedTextAsJson() : ValueConverter<LocalizedText, string>(
        text => JsonSerializer.Serialize(text, JsonSerializerOptions.Default), json =>
            JsonSerializer.Deserialize<LocalizedText>(json, JsonSerializerOptions.Default)!);

    private sealed class LocalizedTextComparer() : ValueComparer<LocalizedText>((a, b) => object.Equals(a, b), text => text.GetHashCode());
}

/// <summary>What the database's own rules said about a write.</summary>
public static class Violations
{
    /// <summary>Whether the write was turned down by the constraint of this name.</summary>
    public static bool Violates(this DbUpdateException e, string constraint) =>
        e.InnerException is PostgresException { ConstraintName: { } name } && name == constraint;
}
