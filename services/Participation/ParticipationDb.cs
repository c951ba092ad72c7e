using Kivenkolo.Participation.Decisions;
using Kivenkolo.Participation.Experiments;
using Kivenkolo.Participation.Feedback;
using Kivenkolo.Participation.Figures;
using Kivenkolo.Participation.HouseMeetings;
using Kivenkolo.Participation.Ideas;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Kivenkolo.Participation;

/// <summary>Participation's database.</summary>
public sealed class ParticipationDb(DbContextOptions<ParticipationDb> options, CurrentSpace space) : ServiceDb(options, space)
{
    /// <summary>The id that a caller gave a meeting is in use, perhaps in another space.</summary>
    public const string OneMeetingPerId = "pk_house_meetings";

    /// <summary>An idea is on one agenda at a time.</summary>
    public const string OneItemPerIdea = "uq_agenda_items_idea";

    /// <summary>An agenda item is decided once.</summary>
    public const string OneDecisionPerItem = "uq_decisions_agenda_item";

    /// <summary>A number is given once in a space and year.</summary>
    public const string OneDecisionPerNumber = "uq_decisions_number";

    /// <summary>A decision becomes one experiment.</summary>
    public const string OneExperimentPerDecision = "uq_experiments_decision";

    /// <summary>An occurrence has one form.</summary>
    public const string OneFormPerOccurrence = "uq_feedback_forms_occurrence";

    public DbSet<Idea> Ideas => Set<Idea>();

    public DbSet<HouseMeeting> HouseMeetings => Set<HouseMeeting>();

    public DbSet<AgendaItem> AgendaItems => Set<AgendaItem>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<Experiment> Experiments => Set<Experiment>();

    public DbSet<FeedbackForm> FeedbackForms => Set<FeedbackForm>();

    public DbSet<FeedbackAnswer> FeedbackAnswers => Set<FeedbackAnswer>();

    public DbSet<Headcount> Headcounts => Set<Headcount>();

    /// <summary>The name of the lock of a space's agendas. Who changes meetings takes it alone; ideas, which only add, share it.</summary>
    internal static string AgendaLock(Guid spaceId) => "agenda:" + spaceId;

    /// <summary>
    /// One change of a space's meetings and decisions at a time: others, ideas among them, wait until the transaction ends. So an idea never lands on
    /// a meeting that is being closed, and none is forgotten by a meeting that is being called. Under an idempotency key the transaction is the one
    /// that is open.
    /// </summary>
    internal async Task<AgendaChange> BeginAgendaChange(Guid spaceId, CancellationToken ct)
    {
        var transaction = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null;
        await Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({AgendaLock(spaceId)}, 0))", ct);
        return new AgendaChange(this, transaction);
    }

    /// <summary>The earliest meeting from today on that is not closed and has room on its agenda.</summary>
    internal async Task<Guid?> NextMeeting(DateOnly today, CancellationToken ct, Guid? except = null) =>
        await HouseMeetings
            .Where(m => m.ClosedAt == null && m.Date >= today && m.Id != except
                && AgendaItems.Count(item => item.MeetingId == m.Id) < HouseMeeting.MostItems)
            .OrderBy(m => m.Date).ThenBy(m => m.Start).ThenBy(m => m.Id)
            .Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct);

    /// <summary>How many more items the meeting's agenda takes.</summary>
    internal async Task<int> Room(Guid meetingId, CancellationToken ct) =>
        HouseMeeting.MostItems - await AgendaItems.CountAsync(item => item.MeetingId == meetingId, ct);

    /// <summary>Takes the next number of the register. The row is locked until the transaction ends; rolled back, the number is free again.</summary>
    internal async Task<int> NextSequence(Guid spaceId, int year, CancellationToken ct) =>
        (await Database.SqlQuery<int>($"""
            INSERT INTO register_years (space_id, year, last_sequence) VALUES ({spaceId}, {year}, 1)
            ON CONFLICT (space_id, year) DO UPDATE SET last_sequence = register_years.last_sequence + 1
            RETURNING last_sequence AS "Value"
            """).ToListAsync(ct)).Single();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ShapeIdeas(modelBuilder);
        ShapeDecisions(modelBuilder);
        ShapeFeedback(modelBuilder);
        // Last, so that it finds the types above: it filters by space, and maps xmin.
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddSchedulingTables();
    }

    private static void ShapeIdeas(ModelBuilder model)
    {
        model.Entity<Idea>(idea =>
        {
            idea.ToTable("ideas", table => table.HasCheckConstraint("ck_ideas_text", $"length(text) BETWEEN 1 AND {Idea.LongestText}"));
            idea.HasKey(i => i.Id).HasName("pk_ideas");
            idea.Property(i => i.Id).ValueGeneratedNever();
            idea.Property(i => i.Title).HasMaxLength(Idea.LongestTitle);
            idea.Property(i => i.Language).HasMaxLength(35);
            idea.HasIndex(i => new { i.SpaceId, i.SubmittedOn, i.Id }).HasDatabaseName("ix_ideas_space_submitted");
        });
        model.Entity<HouseMeeting>(meeting =>
        {
            meeting.ToTable("house_meetings", table =>
            {
                table.HasCheckConstraint("ck_house_meetings_present", $"present_count BETWEEN 0 AND {HouseMeeting.MostPresent}");
                table.HasCheckConstraint("ck_house_meetings_closed", "(closed_at IS NULL) = (present_count IS NULL)");
            });
            meeting.HasKey(m => m.Id).HasName(OneMeetingPerId);
            meeting.Property(m => m.Id).ValueGeneratedNever();
            meeting.Ignore(m => m.State);
            meeting.HasIndex(m => new { m.SpaceId, m.Date, m.Start, m.Id }).HasDatabaseName("ix_house_meetings_space_date");
        });
        model.Entity<AgendaItem>(item =>
        {
            item.ToTable("agenda_items", table => table.HasCheckConstraint("ck_agenda_items_subject", "idea_id IS NOT NULL OR title IS NOT NULL"));
            item.HasKey(i => i.Id).HasName("pk_agenda_items");
            item.Property(i => i.Id).ValueGeneratedNever();
            item.HasOne<HouseMeeting>().WithMany().HasForeignKey(i => i.MeetingId).HasConstraintName("fk_agenda_items_meeting")
                .OnDelete(DeleteBehavior.Restrict);
            item.HasOne<Idea>().WithOne().HasForeignKey<AgendaItem>(i => i.IdeaId).HasConstraintName("fk_agenda_items_idea").OnDelete(DeleteBehavior.Restrict);
            item.HasIndex(i => i.IdeaId).IsUnique().HasDatabaseName(OneItemPerIdea);
            item.HasIndex(i => i.MeetingId).HasDatabaseName("ix_agenda_items_meeting");
            item.HasIndex(i => i.SpaceId).HasFilter("meeting_id IS NULL").HasDatabaseName("ix_agenda_items_waiting");
        });
    }

    private static void ShapeDecisions(ModelBuilder model)
    {
        model.Entity<RegisterYear>(year =>
        {
            year.ToTable("register_years");
            year.HasKey(y => new { y.SpaceId, y.Year }).HasName("pk_register_years");
        });
        model.Entity<Decision>(decision =>
        {
            decision.ToTable("decisions", table => table.HasCheckConstraint("ck_decisions_sequence", "sequence > 0"));
            decision.HasKey(d => d.Id).HasName("pk_decisions");
            decision.Property(d => d.Id).ValueGeneratedNever();
            decision.Ignore(d => d.Number);
            decision.HasOne<HouseMeeting>().WithMany().HasForeignKey(d => d.MeetingId).HasConstraintName("fk_decisions_meeting")
                .OnDelete(DeleteBehavior.Restrict);
            decision.HasOne<AgendaItem>().WithOne().HasForeignKey<Decision>(d => d.AgendaItemId).HasConstraintName("fk_decisions_agenda_item")
                .OnDelete(DeleteBehavior.Restrict);
            decision.HasIndex(d => d.AgendaItemId).IsUnique().HasDatabaseName(OneDecisionPerItem);
            decision.HasIndex(d => new { d.SpaceId, d.Year, d.Sequence }).IsUnique().HasDatabaseName(OneDecisionPerNumber);
            decision.HasIndex(d => d.MeetingId).HasDatabaseName("ix_decisions_meeting");
        });
        model.Entity<Experiment>(experiment =>
        {
            experiment.ToTable("experiments", table =>
            {
                table.HasCheckConstraint("ck_experiments_duration", "duration_minutes BETWEEN 1 AND 1440");
                table.HasCheckConstraint("ck_experiments_sessions", "sessions BETWEEN 1 AND 52");
            });
            experiment.HasKey(e => e.Id).HasName("pk_experiments");
            experiment.Property(e => e.Id).ValueGeneratedNever();
            experiment.HasOne<Decision>().WithOne().HasForeignKey<Experiment>(e => e.DecisionId).HasConstraintName("fk_experiments_decision")
                .OnDelete(DeleteBehavior.Restrict);
            experiment.HasIndex(e => e.DecisionId).IsUnique().HasDatabaseName(OneExperimentPerDecision);
            experiment.HasIndex(e => new { e.SpaceId, e.Id }).HasDatabaseName("ix_experiments_space");
        });
    }

    private static void ShapeFeedback(ModelBuilder model)
    {
        model.Entity<FeedbackForm>(form =>
        {
            form.ToTable("feedback_forms");
            form.HasKey(f => f.Id).HasName("pk_feedback_forms");
            form.Property(f => f.Id).ValueGeneratedNever();
            form.Ignore(f => f.ClosesAt);
            form.HasIndex(f => f.OccurrenceId).IsUnique().HasDatabaseName(OneFormPerOccurrence);
            form.HasIndex(f => new { f.SpaceId, f.HeldOn, f.Id }).HasDatabaseName("ix_feedback_forms_space_held");
        });
        model.Entity<FeedbackAnswer>(answer =>
        {
            answer.ToTable("feedback_answers", table =>
                table.HasCheckConstraint("ck_feedback_answers_sentence", $"length(sentence) BETWEEN 1 AND {FeedbackAnswer.LongestSentence}"));
            answer.HasKey(a => a.Id).HasName("pk_feedback_answers");
            answer.Property(a => a.Id).ValueGeneratedNever();
            answer.HasOne<FeedbackForm>().WithMany().HasForeignKey(a => a.FormId).HasConstraintName("fk_feedback_answers_form")
                .OnDelete(DeleteBehavior.Cascade);
            answer.HasIndex(a => a.FormId).HasDatabaseName("ix_feedback_answers_form");
            answer.HasIndex(a => a.SpaceId).HasDatabaseName("ix_feedback_answers_space");
        });
        model.Entity<Headcount>(headcount =>
        {
            headcount.ToTable("headcounts", table => table.HasCheckConstraint("ck_headcounts_count", "count >= 0"));
            headcount.HasKey(h => h.Id).HasName("pk_headcounts");
            headcount.Property(h => h.Id).ValueGeneratedNever();
            headcount.HasIndex(h => new { h.SpaceId, h.From, h.To }).HasDatabaseName("ix_headcounts_space_period");
        });
    }
}

/// <summary>A change of a space's agendas, under its lock.</summary>
internal sealed class AgendaChange(ParticipationDb db, IDbContextTransaction? transaction) : IAsyncDisposable
{
    /// <summary>Saves, and commits unless the transaction is someone else's to commit.</summary>
    public async Task Save(CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null) await transaction.DisposeAsync();
    }
}
