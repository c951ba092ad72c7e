using System.Text.Json;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Keywords;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Registrations;
using Kivenkolo.Calendar.Runs;
using Kivenkolo.Calendar.Sources;
using Kivenkolo.Calendar.Weeks;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Kivenkolo.Calendar;

/// <summary>Calendar's tables, with their keys, bounds and indices.</summary>
public sealed partial class CalendarDb
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddSchedulingTables();
        modelBuilder.AddDeliveryTables();
        ShapePlaces(modelBuilder);
        ShapeProgramme(modelBuilder);
        ShapeWeeks(modelBuilder);
        ShapeHeadcounts(modelBuilder);
        ShapeRuns(modelBuilder);
        ShapeRegistrations(modelBuilder);
        ShapeSources(modelBuilder);
    }

    private static void ShapePlaces(ModelBuilder model)
    {
        model.Entity<Place>(place =>
        {
            place.ToTable("places");
            place.HasKey(p => p.Id).HasName(OnePlacePerId);
            place.Property(p => p.Id).ValueGeneratedNever();
            place.HasIndex(p => p.SpaceId).HasDatabaseName("ix_places_space");
        });

        model.Entity<Equipment>(equipment =>
        {
            equipment.ToTable("equipment");
            equipment.HasKey(e => e.Id).HasName(OneEquipmentPerId);
            equipment.Property(e => e.Id).ValueGeneratedNever();
            equipment.HasIndex(e => e.SpaceId).HasDatabaseName("ix_equipment_space");
        });

        // Which two may not overlap is said in the migration: an exclusion constraint cannot be said here.
        model.Entity<Booking>(booking =>
        {
            booking.ToTable("bookings", table => table.HasCheckConstraint("ck_bookings_end", "\"end\" > start"));
            booking.HasKey(b => new { b.OccurrenceId, b.ResourceId }).HasName("pk_bookings");
            booking.HasOne<Occurrence>().WithMany().HasForeignKey(b => b.OccurrenceId).HasConstraintName("fk_bookings_occurrence")
                .OnDelete(DeleteBehavior.Restrict);
            booking.HasIndex(b => new { b.ActivityId, b.End }).HasDatabaseName("ix_bookings_activity");
        });

        model.Entity<Wish>(wish =>
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
    }

    private static void ShapeProgramme(ModelBuilder model)
    {
        model.Entity<Keyword>(keyword =>
        {
            keyword.ToTable("keywords");
            keyword.HasKey(k => new { k.SpaceId, k.Id }).HasName("pk_keywords");
            keyword.Property(k => k.Id).HasMaxLength(KeywordId.Longest);
        });

        model.Entity<Organisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.HasKey(o => new { o.SpaceId, o.OrganisationId }).HasName("pk_organisations");
        });

        model.Entity<Decision>(decision =>
        {
            decision.ToTable("decisions");
            decision.HasKey(d => d.DecisionId).HasName("pk_decisions");
            decision.Property(d => d.DecisionId).ValueGeneratedNever();
            decision.Property(d => d.Number).HasMaxLength(40);
            decision.HasIndex(d => new { d.SpaceId, d.DecisionId }).HasDatabaseName("ix_decisions_space");
        });

        model.Entity<Activity>(activity =>
        {
            activity.ToTable("activities", table =>
            {
                table.HasCheckConstraint("ck_activities_series", "jsonb_array_length(series) > 0");
                table.HasCheckConstraint("ck_activities_capacity",
                    $"capacity is null or (capacity between 1 and {PlanActivityRequest.MostPlaces} and not no_sign_up)");
                table.HasCheckConstraint(
                    "ck_activities_keywords", $"cardinality(keywords) <= {KeywordIdsAttribute.Most} and cardinality(audience) <= {KeywordIdsAttribute.Most}");
                table.HasCheckConstraint("ck_activities_provenance",
                    "(decision_number is null) = (decided_on is null) and (experiment_id is null or decision_number is not null)");
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

        model.Entity<Occurrence>(occurrence =>
        {
            occurrence.ToTable("occurrences", table => table.HasCheckConstraint("ck_occurrences_end", "\"end\" > start"));
            occurrence.HasKey(o => o.Id).HasName("pk_occurrences");
            occurrence.Property(o => o.Id).ValueGeneratedNever();
            occurrence.HasOne<Activity>().WithMany().HasForeignKey(o => o.ActivityId).HasConstraintName("fk_occurrences_activity")
                .OnDelete(DeleteBehavior.Restrict);
            occurrence.HasOne<Place>().WithMany().HasForeignKey(o => o.PlaceId).HasConstraintName("fk_occurrences_place").OnDelete(DeleteBehavior.Restrict);
            occurrence.HasIndex(o => o.PlaceId).HasDatabaseName("ix_occurrences_place");
            occurrence.HasIndex(o => new { o.ActivityId, o.SeriesDate }).IsUnique().HasDatabaseName("uq_occurrences_activity_date");
            occurrence.HasIndex(o => new { o.SpaceId, o.LocalDate }).HasDatabaseName("ix_occurrences_space_date");
            // Feeds look by the date in the series: without it a feed would read all that ever was.
            occurrence.HasIndex(o => new { o.SpaceId, o.SeriesDate }).HasDatabaseName("ix_occurrences_space_series_date");
        });

        model.Entity<ProgrammeVersion>(version =>
        {
            version.ToTable("programme_versions");
            version.HasKey(v => v.SpaceId).HasName("pk_programme_versions");
            version.Property(v => v.SpaceId).ValueGeneratedNever();
        });
    }

    private static void ShapeWeeks(ModelBuilder model)
    {
        model.Entity<WeekPublication>(publication =>
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

        model.Entity<WeekPublishing>(publishing =>
        {
            publishing.ToTable("week_publishings");
            publishing.HasKey(p => new { p.SpaceId, p.Week, p.Version }).HasName("pk_week_publishings");
            publishing.Property(p => p.Week).HasMaxLength(8);
            publishing.Property(p => p.ReasonForMissing).HasMaxLength(PublishWeekRequest.LongestReason);
        });
    }

    private static void ShapeHeadcounts(ModelBuilder model)
    {
        model.Entity<Category>(category =>
        {
            category.ToTable("categories");
            category.HasKey(c => new { c.SpaceId, c.Code }).HasName("pk_categories");
            category.Property(c => c.Code).HasMaxLength(40);
        });

        model.Entity<Headcount>(headcount =>
        {
            headcount.ToTable("headcounts", table =>
            {
                table.HasCheckConstraint("ck_headcounts_count", "count >= 0");
                table.HasCheckConstraint("ck_headcounts_period", "first_day <= last_day");
                table.HasCheckConstraint("ck_headcounts_counts", "cardinality(counts) = cardinality(scope)");
                table.HasCheckConstraint("ck_headcounts_slot",
                    "(start is null) = (\"end\" is null) and (start is null or (start < \"end\" and first_day = last_day and occurrence_id is null))");
            });
            headcount.HasKey(h => h.Id).HasName(OneHeadcountPerId);
            headcount.Property(h => h.Id).ValueGeneratedNever();
            headcount.HasOne<Occurrence>().WithMany().HasForeignKey(h => h.OccurrenceId).HasConstraintName("fk_headcounts_occurrence")
                .OnDelete(DeleteBehavior.Restrict);
            headcount.HasIndex(h => h.OccurrenceId).HasDatabaseName("ix_headcounts_occurrence");
            headcount.HasIndex(h => new { h.SpaceId, h.FirstDay }).HasDatabaseName("ix_headcounts_space_day");
        });

        model.Entity<HeadcountCorrection>(correction =>
        {
            correction.ToTable("headcount_corrections");
            correction.HasKey(c => new { c.HeadcountId, c.Version }).HasName("pk_headcount_corrections");
            correction.Property(c => c.Before).HasConversion<TallyAsJson>().HasColumnType("jsonb");
            correction.Property(c => c.After).HasConversion<TallyAsJson>().HasColumnType("jsonb");
            correction.HasOne<Headcount>().WithMany().HasForeignKey(c => c.HeadcountId).HasConstraintName("fk_headcount_corrections_headcount")
                .OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void ShapeRuns(ModelBuilder model)
    {
        model.Entity<Run>(run =>
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

        model.Entity<RunCorrection>(correction =>
        {
            correction.ToTable("run_corrections");
            correction.HasKey(c => new { c.RunId, c.Version }).HasName("pk_run_corrections");
            correction.Property(c => c.SignedOffBy).HasMaxLength(LongestName);
            correction.Property(c => c.Note).HasMaxLength(RecordRunRequest.LongestNote);
            correction.Property(c => c.Reason).HasMaxLength(RecordRunRequest.LongestReason);
            correction.HasOne<Run>().WithMany().HasForeignKey(c => c.RunId).HasConstraintName("fk_run_corrections_run").OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void ShapeRegistrations(ModelBuilder model)
    {
        model.Entity<Registration>(registration =>
        {
            registration.ToTable("registrations", table =>
            {
                table.HasCheckConstraint("ck_registrations_offer", "(status = 'Offered') = (offered_until is not null)");
                table.HasCheckConstraint("ck_registrations_erased",
                    "(nickname is null) = (status in ('Left', 'Expired')) and (nickname is not null or email is null)");
            });
            registration.HasKey(r => r.Id).HasName("pk_registrations");
            registration.Property(r => r.Id).ValueGeneratedNever();
            registration.Property(r => r.Nickname).HasMaxLength(Registration.LongestNickname);
            registration.Property(r => r.Email).HasMaxLength(MailAddressAttribute.Longest);
            registration.Property(r => r.Language).HasMaxLength(LanguageTag.MaximumLength);
            registration.HasOne<Occurrence>().WithMany().HasForeignKey(r => r.OccurrenceId).HasConstraintName("fk_registrations_occurrence")
                .OnDelete(DeleteBehavior.Restrict);
            registration.HasIndex(r => new { r.OccurrenceId, r.Number }).IsUnique().HasDatabaseName("uq_registrations_number");
            registration.HasIndex(r => new { r.OccurrenceId, r.RequestKey }).IsUnique().HasDatabaseName("uq_registrations_request");
            registration.HasIndex(r => new { r.SpaceId, r.RegisteredAt }).HasDatabaseName("ix_registrations_space_time");
        });

        model.Entity<RegistrationLink>(link =>
        {
            link.ToTable("registration_links");
            link.HasKey(l => l.TokenHash).HasName("pk_registration_links");
            link.HasOne<Registration>().WithMany().HasForeignKey(l => l.RegistrationId).HasConstraintName("fk_registration_links_registration")
                .OnDelete(DeleteBehavior.Cascade);
            link.HasIndex(l => l.RegistrationId).HasDatabaseName("ix_registration_links_registration");
        });

        model.Entity<SentLetter>(letter =>
        {
            letter.ToTable("sent_letters");
            letter.HasKey(l => l.Id).HasName("pk_sent_letters");
            letter.Property(l => l.Id).ValueGeneratedNever();
            letter.HasOne<Registration>().WithMany().HasForeignKey(l => l.RegistrationId).HasConstraintName("fk_sent_letters_registration")
                .OnDelete(DeleteBehavior.Cascade);
            letter.HasIndex(l => l.RegistrationId).HasDatabaseName("ix_sent_letters_registration");
            letter.HasIndex(l => new { l.AddressBucket, l.SentAt }).HasDatabaseName("ix_sent_letters_bucket");
        });
    }

    private static void ShapeSources(ModelBuilder model)
    {
        model.Entity<Source>(source =>
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

        model.Entity<SourceEvent>(one =>
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

        model.Entity<SourceQuestion>(question =>
        {
            question.ToTable("source_questions");
            question.HasKey(q => q.TokenHash).HasName("pk_source_questions");
            question.HasOne<Source>().WithMany().HasForeignKey(q => q.SourceId).HasConstraintName("fk_source_questions_source")
                .OnDelete(DeleteBehavior.Cascade);
            question.HasIndex(q => q.SourceId).HasDatabaseName("ix_source_questions_source");
        });
    }
}
