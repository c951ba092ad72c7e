using System.Text.Json;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Keywords;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Registrations;
using Kivenkolo.Calendar.Runs;
using Kivenkolo.Calendar.Sources;
using Kivenkolo.Calendar.Weeks;
using Kivenkolo.Contracts;
using Kivenkolo.Messaging;
using Kivenkolo.Messaging.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
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

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.Entity<Place>(place =>
        {
            place.ToTable("places");
            place.HasKey(p => p.Id).HasName(OnePlacePerId);
            place.Property(p => p.Id).ValueGeneratedNever();
            place.HasIndex(p => p.SpaceId).HasDatabaseName("ix_places_space");
        });

        modelBuilder.Entity<Equipment>(equipment =>
        {
            equipment.ToTable("equipment");
            equipment.HasKey(e => e.Id).HasName(OneEquipmentPerId);
            equipment.Property(e => e.Id).ValueGeneratedNever();
            equipment.HasIndex(e => e.SpaceId).HasDatabaseName("ix_equipment_space");
        });

        // Which two may not overlap is said in the migration: an exclusion constraint cannot be said here.
        modelBuilder.Entity<Booking>(booking =>
        {
            booking.ToTable("bookings", table => table.HasCheckConstraint("ck_bookings_end", "\"end\" > start"));
            booking.HasKey(b => new { b.OccurrenceId, b.ResourceId }).HasName("pk_bookings");
            booking.HasOne<Occurrence>().WithMany().HasForeignKey(b => b.OccurrenceId).HasConstraintName("fk_bookings_occurrence").OnDelete(DeleteBehavior.Restrict);
            booking.HasIndex(b => new { b.ActivityId, b.End }).HasDatabaseName("ix_bookings_activity");
        });

        modelBuilder.Entity<Wish>(wish =>
        {
            wish.ToTable("wishes", table => table.HasCheckConstraint("ck_wishes_end", "\"end\" > start"));
            wish.HasKey(w => w.Id).HasName(OneWishPerId);
            wish.Property(w => w.Id).ValueGeneratedNever();
            wish.Property(w => w.State).HasDefaultValue(WishState.Open);
            wish.HasOne<Activity>().WithMany().HasForeignKey(w => w.ActivityId).HasConstraintName("fk_wishes_activity").OnDelete(DeleteBehavior.Restrict);
            wish.HasIndex(w => w.ActivityId).HasDatabaseName("ix_wishes_activity");
            wish.HasOne<Place>().WithMany().HasForeignKey(w => w.PlaceId).HasConstraintName("fk_wishes_place").OnDelete(DeleteBehavior.Restrict);
            wish.HasIndex(w => new { w.PlaceId, w.Start }).HasDatabaseName("ix_wishes_place");
            wish.HasIndex(w => new { w.OrganisationId, w.End }).HasDatabaseName("ix_wishes_organisation");
        });

        modelBuilder.Entity<Keyword>(keyword =>
        {
            keyword.ToTable("keywords");
            keyword.HasKey(k => new { k.SpaceId, k.Id }).HasName("pk_keywords");
            keyword.Property(k => k.Id).HasMaxLength(KeywordId.Longest);
        });

        modelBuilder.Entity<Organisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.HasKey(o => new { o.SpaceId, o.OrganisationId }).HasName("pk_organisations");
        });

        modelBuilder.Entity<Decision>(decision =>
        {
            decision.ToTable("decisions");
            decision.HasKey(d => d.DecisionId).HasName("pk_decisions");
            decision.Property(d => d.DecisionId).ValueGeneratedNever();
            decision.Property(d => d.Number).HasMaxLength(40);
            decision.HasIndex(d => new { d.SpaceId, d.DecisionId }).HasDatabaseName("ix_decisions_space");
        });

        modelBuilder.Entity<Activity>(activity =>
        {
            activity.ToTable("activities", table =>
            {
                table.HasCheckConstraint("ck_activities_series", "jsonb_array_length(series) > 0");
                table.HasCheckConstraint("ck_activities_capacity", $"capacity is null or (capacity between 1 and {PlanActivityRequest.MostPlaces} and not no_sign_up)");
                table.HasCheckConstraint(
                    "ck_activities_keywords", $"cardinality(keywords) <= {KeywordIdsAttribute.Most} and cardinality(audience) <= {KeywordIdsAttribute.Most}");
                table.HasCheckConstraint("ck_activities_provenance", "(decision_number is null) = (decided_on is null) and (experiment_id is null or decision_number is not null)");
                table.HasCheckConstraint("ck_activities_supervisor", "(supervisor_subject is null) = (supervisor_name is null)");
            });
            activity.HasKey(a => a.Id).HasName(OneActivityPerId);
            activity.Property(a => a.Id).ValueGeneratedNever();
            activity.PrimitiveCollection(a => a.Facts).ElementType().HasConversion<string>();
            activity.Property(a => a.Series).HasColumnType("jsonb").HasConversion<SeriesAsJson, SeriesComparer>();
            activity.Property(a => a.DecisionNumber).HasMaxLength(40);
            activity.Property(a => a.SupervisorSubject).HasMaxLength(LongestName);
            activity.Property(a => a.SupervisorName).HasMaxLength(LongestName);
            activity.HasOne<Place>().WithMany().HasForeignKey(a => a.PlaceId).HasConstraintName("fk_activities_place").OnDelete(DeleteBehavior.Restrict);
            activity.HasIndex(a => a.PlaceId).HasDatabaseName("ix_activities_place");
            activity.HasIndex(a => new { a.SpaceId, a.Id }).HasDatabaseName("ix_activities_space");
            activity.HasIndex(a => new { a.SpaceId, a.WithdrawnAt }).HasFilter("withdrawn_at is not null").HasDatabaseName("ix_activities_space_withdrawn");
            activity.HasIndex(a => a.ProposalId).IsUnique().HasDatabaseName("uq_activities_proposal");
            activity.HasIndex(a => a.ExperimentId).IsUnique().HasDatabaseName("uq_activities_experiment");
        });

        modelBuilder.Entity<Occurrence>(occurrence =>
        {
            occurrence.ToTable("occurrences", table => table.HasCheckConstraint("ck_occurrences_end", "\"end\" > start"));
            occurrence.HasKey(o => o.Id).HasName("pk_occurrences");
            occurrence.Property(o => o.Id).ValueGeneratedNever();
            occurrence.HasOne<Activity>().WithMany().HasForeignKey(o => o.ActivityId).HasConstraintName("fk_occurrences_activity").OnDelete(DeleteBehavior.Restrict);
            occurrence.HasOne<Place>().WithMany().HasForeignKey(o => o.PlaceId).HasConstraintName("fk_occurrences_place").OnDelete(DeleteBehavior.Restrict);
            occurrence.HasIndex(o => o.PlaceId).HasDatabaseName("ix_occurrences_place");
            occurrence.HasIndex(o => new { o.ActivityId, o.SeriesDate }).IsUnique().HasDatabaseName("uq_occurrences_activity_date");
            occurrence.HasIndex(o => new { o.SpaceId, o.LocalDate }).HasDatabaseName("ix_occurrences_space_date");
            // Feeds look by the date in the series: without it a feed would read all that ever was.
            occurrence.HasIndex(o => new { o.SpaceId, o.SeriesDate }).HasDatabaseName("ix_occurrences_space_series_date");
        });

        modelBuilder.Entity<WeekPublication>(publication =>
        {
            publication.ToTable("week_publications");
            publication.HasKey(p => new { p.SpaceId, p.Week }).HasName("pk_week_publications");
            publication.Property(p => p.Week).HasMaxLength(8);
            // Replaced as a whole, never changed in place: the same reference is the same lines.
            publication.Property(p => p.Lines).HasColumnType("jsonb").HasConversion(
                lines => JsonSerializer.Serialize(lines, JsonSerializerOptions.Default),
                json => JsonSerializer.Deserialize<ToldLine[]>(json, JsonSerializerOptions.Default),
                new ValueComparer<ToldLine[]>((one, other) => ReferenceEquals(one, other), lines => lines.Length, lines => lines));
            publication.Property(p => p.ReasonForMissing).HasMaxLength(PublishWeekRequest.LongestReason);
        });

        modelBuilder.Entity<WeekPublishing>(publishing =>
        {
            publishing.ToTable("week_publishings");
            publishing.HasKey(p => new { p.SpaceId, p.Week, p.Version }).HasName("pk_week_publishings");
            publishing.Property(p => p.Week).HasMaxLength(8);
            publishing.Property(p => p.ReasonForMissing).HasMaxLength(PublishWeekRequest.LongestReason);
        });

        modelBuilder.Entity<Category>(category =>
        {
            category.ToTable("categories");
            category.HasKey(c => new { c.SpaceId, c.Code }).HasName("pk_categories");
            category.Property(c => c.Code).HasMaxLength(40);
        });

        modelBuilder.Entity<Headcount>(headcount =>
        {
            headcount.ToTable("headcounts", table =>
            {
                table.HasCheckConstraint("ck_headcounts_count", "count >= 0");
                table.HasCheckConstraint("ck_headcounts_period", "first_day <= last_day");
                table.HasCheckConstraint("ck_headcounts_counts", "cardinality(counts) = cardinality(scope)");
                table.HasCheckConstraint("ck_headcounts_slot", "(start is null) = (\"end\" is null) and (start is null or (start < \"end\" and first_day = last_day and occurrence_id is null))");
            });
            headcount.HasKey(h => h.Id).HasName(OneHeadcountPerId);
            headcount.Property(h => h.Id).ValueGeneratedNever();
            headcount.HasOne<Occurrence>().WithMany().HasForeignKey(h => h.OccurrenceId).HasConstraintName("fk_headcounts_occurrence").OnDelete(DeleteBehavior.Restrict);
            headcount.HasIndex(h => h.OccurrenceId).HasDatabaseName("ix_headcounts_occurrence");
            headcount.HasIndex(h => new { h.SpaceId, h.FirstDay }).HasDatabaseName("ix_headcounts_space_day");
        });

        modelBuilder.Entity<Run>(run =>
        {
            run.ToTable("runs", table =>
            {
                // That a signed entry changes only with its correction is for the trigger tr_runs_signed, written by hand in the migration.
                table.HasCheckConstraint("ck_runs_minutes", "minutes between 15 and 1440 and minutes % 15 = 0");
                table.HasCheckConstraint("ck_runs_sign_off", "(signed_off_by is null) = (signed_off_at is null) and signed_off_by is distinct from subject");
                table.HasCheckConstraint("ck_runs_return", "(returned_at is null) = (return_reason is null)");
            });
            run.HasKey(r => r.Id).HasName(OneRunPerId);
            run.Property(r => r.Id).ValueGeneratedNever();
            run.Property(r => r.Subject).HasMaxLength(LongestName);
            run.Property(r => r.Name).HasMaxLength(LongestName);
            run.Property(r => r.SignedOffBy).HasMaxLength(LongestName);
            run.Property(r => r.ReturnReason).HasMaxLength(RecordRunRequest.LongestReason);
            run.Property(r => r.Note).HasMaxLength(RecordRunRequest.LongestNote);
            run.HasOne<Occurrence>().WithMany().HasForeignKey(r => r.OccurrenceId).HasConstraintName("fk_runs_occurrence").OnDelete(DeleteBehavior.Restrict);
            run.HasIndex(r => new { r.OccurrenceId, r.Subject }).IsUnique().HasDatabaseName(OneRunPerPerson);
            run.HasIndex(r => new { r.SpaceId, r.Subject }).HasDatabaseName("ix_runs_space_subject");
            run.HasIndex(r => new { r.SpaceId, r.Id }).HasFilter("signed_off_at is null").HasDatabaseName("ix_runs_unsigned");
        });

        modelBuilder.Entity<RunCorrection>(correction =>
        {
            correction.ToTable("run_corrections");
            correction.HasKey(c => new { c.RunId, c.Version }).HasName("pk_run_corrections");
            correction.Property(c => c.SignedOffBy).HasMaxLength(LongestName);
            correction.Property(c => c.Note).HasMaxLength(RecordRunRequest.LongestNote);
            correction.Property(c => c.Reason).HasMaxLength(RecordRunRequest.LongestReason);
            correction.HasOne<Run>().WithMany().HasForeignKey(c => c.RunId).HasConstraintName("fk_run_corrections_run").OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<HeadcountCorrection>(correction =>
        {
            correction.ToTable("headcount_corrections");
            correction.HasKey(c => new { c.HeadcountId, c.Version }).HasName("pk_headcount_corrections");
            correction.Property(c => c.Before).HasConversion<TallyAsJson>().HasColumnType("jsonb");
            correction.Property(c => c.After).HasConversion<TallyAsJson>().HasColumnType("jsonb");
            correction.HasOne<Headcount>().WithMany().HasForeignKey(c => c.HeadcountId).HasConstraintName("fk_headcount_corrections_headcount").OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<Registration>(registration =>
        {
            registration.ToTable("registrations", table =>
            {
                table.HasCheckConstraint("ck_registrations_offer", "(status = 'Offered') = (offered_until is not null)");
                table.HasCheckConstraint("ck_registrations_erased", "(nickname is null) = (status in ('Left', 'Expired')) and (nickname is not null or email is null)");
            });
            registration.HasKey(r => r.Id).HasName("pk_registrations");
            registration.Property(r => r.Id).ValueGeneratedNever();
            registration.Property(r => r.Nickname).HasMaxLength(Registration.LongestNickname);
            registration.Property(r => r.Email).HasMaxLength(MailAddressAttribute.Longest);
            registration.Property(r => r.Language).HasMaxLength(LanguageTag.MaximumLength);
            registration.HasOne<Occurrence>().WithMany().HasForeignKey(r => r.OccurrenceId).HasConstraintName("fk_registrations_occurrence").OnDelete(DeleteBehavior.Restrict);
            registration.HasIndex(r => new { r.OccurrenceId, r.Number }).IsUnique().HasDatabaseName("uq_registrations_number");
            registration.HasIndex(r => new { r.OccurrenceId, r.RequestKey }).IsUnique().HasDatabaseName("uq_registrations_request");
            registration.HasIndex(r => new { r.SpaceId, r.RegisteredAt }).HasDatabaseName("ix_registrations_space_time");
        });

        modelBuilder.Entity<RegistrationLink>(link =>
        {
            link.ToTable("registration_links");
            link.HasKey(l => l.TokenHash).HasName("pk_registration_links");
            link.HasOne<Registration>().WithMany().HasForeignKey(l => l.RegistrationId).HasConstraintName("fk_registration_links_registration").OnDelete(DeleteBehavior.Cascade);
            link.HasIndex(l => l.RegistrationId).HasDatabaseName("ix_registration_links_registration");
        });

        modelBuilder.Entity<SentLetter>(letter =>
        {
            letter.ToTable("sent_letters");
            letter.HasKey(l => l.Id).HasName("pk_sent_letters");
            letter.Property(l => l.Id).ValueGeneratedNever();
            letter.HasOne<Registration>().WithMany().HasForeignKey(l => l.RegistrationId).HasConstraintName("fk_sent_letters_registration").OnDelete(DeleteBehavior.Cascade);
            letter.HasIndex(l => l.RegistrationId).HasDatabaseName("ix_sent_letters_registration");
            letter.HasIndex(l => new { l.AddressBucket, l.SentAt }).HasDatabaseName("ix_sent_letters_bucket");
        });

        modelBuilder.Entity<Source>(source =>
        {
            source.ToTable("sources");
            source.HasKey(s => s.Id).HasName(OneSourcePerId);
            source.Property(s => s.Id).ValueGeneratedNever();
            source.Property(s => s.Address).HasMaxLength(OutsideEvent.LongestUrl);
            source.Property(s => s.Language).HasMaxLength(LanguageTag.MaximumLength);
            source.Property(s => s.Contact).HasMaxLength(MailAddressAttribute.Longest);
            source.Property(s => s.LastError).HasMaxLength(40);
            source.Property(s => s.Findings).HasConversion<FindingsAsJson, FindingsComparer>().HasColumnType("jsonb");
            source.HasOne<Organisation>().WithMany().HasForeignKey(s => new { s.SpaceId, s.OrganisationId })
                .HasConstraintName("fk_sources_organisation").OnDelete(DeleteBehavior.Restrict);
            source.HasIndex(s => new { s.SpaceId, s.Id }).HasDatabaseName("ix_sources_space");
            source.HasIndex(s => new { s.SpaceId, s.OrganisationId }).HasDatabaseName("ix_sources_organisation");
        });

        modelBuilder.Entity<SourceEvent>(one =>
        {
            one.ToTable("source_events", table => table.HasCheckConstraint("ck_source_events_end", "\"end\" >= start"));
            one.HasKey(e => e.Id).HasName("pk_source_events");
            one.Property(e => e.Id).ValueGeneratedNever();
            one.Property(e => e.Uid).HasMaxLength(OutsideEvent.LongestUid);
            one.Property(e => e.Key).HasMaxLength(16);
            one.Property(e => e.Url).HasMaxLength(OutsideEvent.LongestUrl);
            one.HasOne<Source>().WithMany().HasForeignKey(e => e.SourceId).HasConstraintName("fk_source_events_source").OnDelete(DeleteBehavior.Cascade);
            one.HasIndex(e => e.SourceId).HasDatabaseName("ix_source_events_source");
            one.HasIndex(e => new { e.SpaceId, e.LocalDate }).HasDatabaseName("ix_source_events_space_date");
        });

        modelBuilder.Entity<SourceQuestion>(question =>
        {
            question.ToTable("source_questions");
            question.HasKey(q => q.TokenHash).HasName("pk_source_questions");
            question.HasOne<Source>().WithMany().HasForeignKey(q => q.SourceId).HasConstraintName("fk_source_questions_source").OnDelete(DeleteBehavior.Cascade);
            question.HasIndex(q => q.SourceId).HasDatabaseName("ix_source_questions_source");
        });

        modelBuilder.Entity<ProgrammeVersion>(version =>
        {
            version.ToTable("programme_versions");
            version.HasKey(v => v.SpaceId).HasName("pk_programme_versions");
            version.Property(v => v.SpaceId).ValueGeneratedNever();
        });
    }
}
