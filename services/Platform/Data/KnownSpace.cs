using Kivenkolo.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Data;

/// <summary>A service's own copy of a space, as Partners last told it.</summary>
public sealed class KnownSpace
{
    /// <summary>The space.</summary>
    public required Guid Id { get; init; }

    /// <summary>The space's name in addresses; never changes.</summary>
    public required string Slug { get; init; }

    /// <summary>The space's name for people.</summary>
    public required LocalizedText Name { get; set; }

    /// <summary>IANA time zone of the space's wall clock.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Two-digit code of the welfare area.</summary>
    public required string WelfareAreaCode { get; set; }

    /// <summary>Languages in which everything is promised.</summary>
    public required string[] PromisedLanguages { get; set; }

    /// <summary>Languages offered when there is a text in them.</summary>
    public required string[] OfferedLanguages { get; set; }

    /// <summary>Counter of the space's changes, from 1.</summary>
    public required long Version { get; set; }

    /// <summary>The name of the unique constraint on <see cref="Slug"/>.</summary>
    public const string OneSpacePerSlug = "uq_spaces_slug";

    internal static void Shape(ModelBuilder model) => model.Entity<KnownSpace>(space =>
    {
        space.ToTable("spaces");
        space.HasKey(s => s.Id);
        space.Property(s => s.Id).ValueGeneratedNever();
        space.Property(s => s.Slug).HasMaxLength(40);
        space.Property(s => s.TimeZone).HasMaxLength(60);
        space.Property(s => s.WelfareAreaCode).HasMaxLength(2);
        // Of two changes heard at once the one that reads first must not undo the other.
        space.Property(s => s.Version).IsConcurrencyToken();
        space.HasIndex(s => s.Slug).IsUnique().HasDatabaseName(OneSpacePerSlug);
    });
}
