using System.Reflection;
using System.Text.Json;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace Kivenkolo.Platform.Data;

/// <summary>
/// A service's database: its own tables, and beside them the answers kept for idempotent requests and its own copy of the spaces. A row of a
/// space (<see cref="IOfSpace"/>) is seen only within that space: the filter is on every query.
/// </summary>
public abstract class ServiceDb(DbContextOptions options, CurrentSpace space) : DbContext(options)
{
    /// <summary>The spaces this service knows of.</summary>
    public DbSet<KnownSpace> Spaces => Set<KnownSpace>();

    private static readonly MethodInfo Filter =
        typeof(ServiceDb).GetMethod(nameof(SeenOnlyWithinItsSpace), BindingFlags.NonPublic | BindingFlags.Instance)!;

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
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<LocalizedText>().HaveConversion<LocalizedTextAsJson, LocalizedTextComparer>().HaveColumnType("jsonb");
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        IdempotencyRow.Shape(modelBuilder);
        KnownSpace.Shape(modelBuilder);
        foreach (var type in modelBuilder.Model.GetEntityTypes().Select(t => t.ClrType).ToList())
        {
            if (type.GetProperty("Xmin")?.PropertyType == typeof(uint)) modelBuilder.Entity(type).Property("Xmin").IsRowVersion();
            if (typeof(IOfSpace).IsAssignableFrom(type)) Filter.MakeGenericMethod(type).Invoke(this, [modelBuilder]);
        }
    }

    private void SeenOnlyWithinItsSpace<T>(ModelBuilder modelBuilder) where T : class, IOfSpace =>
        modelBuilder.Entity<T>().HasQueryFilter(row => row.SpaceId == SpaceId);

    private sealed class LocalizedTextAsJson() : ValueConverter<LocalizedText, string>(
        text => JsonSerializer.Serialize(text, JsonSerializerOptions.Default), json => JsonSerializer.Deserialize<LocalizedText>(json, JsonSerializerOptions.Default)!);

    private sealed class LocalizedTextComparer() : ValueComparer<LocalizedText>((a, b) => object.Equals(a, b), text => text.GetHashCode());
}

/// <summary>What the database's own rules said about a write.</summary>
public static class Violations
{
    /// <summary>Whether the write was turned down by the constraint of this name.</summary>
    public static bool Violates(this DbUpdateException e, string constraint) =>
        e.InnerException is PostgresException { ConstraintName: { } name } && name == constraint;
}
