using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Keywords;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Registrations;
using Kivenkolo.Calendar.Runs;
using Kivenkolo.Calendar.Sources;
using Kivenkolo.Calendar.Weeks;
using Kivenkolo.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Kivenkolo.Calendar;

/// <summary>Calendar's database.</summary>
public sealed partial class CalendarDb(DbContextOptions<CalendarDb> options, CurrentSpace space) : ServiceDb(options, space)
{
    /// <summary>An id is in use, perhaps in another space.</summary>
    public const string OnePlacePerId = "pk_places";

    /// <inheritdoc cref="OnePlacePerId"/>
    public const string OneActivityPerId = "pk_activities";

    /// <inheritdoc cref="OnePlacePerId"/>
    public const string OneHeadcountPerId = "pk_headcounts";

    /// <inheritdoc cref="OnePlacePerId"/>
    public const string OneRunPerId = "pk_runs";

    /// <summary>One person's hours for an occurrence are one entry.</summary>
    public const string OneRunPerPerson = "uq_runs_occurrence_subject";

    /// <summary>The longest name of an account, in characters.</summary>
    internal const int LongestName = 200;

    /// <inheritdoc cref="OnePlacePerId"/>
    public const string OneEquipmentPerId = "pk_equipment";

    /// <inheritdoc cref="OnePlacePerId"/>
    public const string OneWishPerId = "pk_wishes";

    /// <summary>A place or a piece of equipment is taken by one occurrence at a time; looked at when a change is whole.</summary>
    public const string OneBookingAtATime = "ex_bookings_one_at_a_time";

    /// <inheritdoc cref="OnePlacePerId"/>
    public const string OneSourcePerId = "pk_sources";

    public DbSet<Place> Places => Set<Place>();

    public DbSet<Equipment> Equipment => Set<Equipment>();

    public DbSet<Booking> Bookings => Set<Booking>();

    public DbSet<Wish> Wishes => Set<Wish>();

    public DbSet<Keyword> Keywords => Set<Keyword>();

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<Activity> Activities => Set<Activity>();

    public DbSet<Occurrence> Occurrences => Set<Occurrence>();

    public DbSet<WeekPublication> WeekPublications => Set<WeekPublication>();

    public DbSet<WeekPublishing> WeekPublishings => Set<WeekPublishing>();

    public DbSet<Category> Categories => Set<Category>();

    public DbSet<Headcount> Headcounts => Set<Headcount>();

    public DbSet<Run> Runs => Set<Run>();

    public DbSet<RunCorrection> RunCorrections => Set<RunCorrection>();

    public DbSet<HeadcountCorrection> HeadcountCorrections => Set<HeadcountCorrection>();

    public DbSet<Registration> Registrations => Set<Registration>();

    public DbSet<RegistrationLink> RegistrationLinks => Set<RegistrationLink>();

    public DbSet<SentLetter> SentLetters => Set<SentLetter>();

    public DbSet<Source> Sources => Set<Source>();

    public DbSet<SourceEvent> SourceEvents => Set<SourceEvent>();

    public DbSet<SourceQuestion> SourceQuestions => Set<SourceQuestion>();

    public DbSet<ProgrammeVersion> ProgrammeVersions => Set<ProgrammeVersion>();

    /// <summary>
    /// One change at a time of the thing with this id, whether it is there already or not: others wait until the transaction ends. Within a
    /// consumer, or under an idempotency key, the transaction is the one that is open.
    /// </summary>
    internal async Task<IDbContextTransaction?> BeginChange(Guid id, CancellationToken ct)
    {
        var transaction = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null;
        await Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({id.ToString()}, 0))", ct);
        return transaction;
    }

    /// <summary>Saves, and ends what <see cref="BeginChange"/> began.</summary>
    internal async Task SaveChange(IDbContextTransaction? transaction, CancellationToken ct)
    {
        var books = ChangeTracker.Entries<Booking>().Any(booking => booking.State is EntityState.Added or EntityState.Modified);
        await SaveChangesAsync(ct);
        // Now that the change is whole, and not while a series moves past itself row by row; and here, where the refusal can still be told.
        if (books) await Database.ExecuteSqlRawAsync($"SET CONSTRAINTS {OneBookingAtATime} IMMEDIATE", ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
    }

    /// <summary>Makes rows of the keywords that have none yet, without a name; they are seen at the end of the transaction.</summary>
    internal Task AddKeywords(Guid spaceId, string[] ids, CancellationToken ct) => ids.Length == 0 ? Task.CompletedTask
        // In order, so that no two who add the same ones wait for each other the wrong way round.
        : Database.ExecuteSqlAsync($"""
            INSERT INTO keywords (space_id, id, label) SELECT {spaceId}, id, jsonb_build_object() FROM unnest({ids}) AS id ORDER BY id ON CONFLICT DO NOTHING
            """, ct);
}
