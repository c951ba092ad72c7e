using Kivenkolo.Calendar.Occurrences;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>What events a reader asks for; null where it does not matter.</summary>
internal sealed record EventFilter
{
    /// <summary>A pattern that the name or the description has in it, in any language.</summary>
    public string? Text { get; init; }

    /// <summary>Not over by then.</summary>
    public LinkedTime? Start { get; init; }

    /// <summary>Begun by then; a day includes itself.</summary>
    public LinkedTime? End { get; init; }

    /// <summary>One of these is what it is about or whom it is for.</summary>
    public string[]? Keywords { get; init; }

    /// <summary>At one of these places, or spaces.</summary>
    public Guid[]? Locations { get; init; }

    /// <summary>Named or held in this language.</summary>
    public string? Language { get; init; }

    /// <summary>recurring, umbrella, or none for what is no series.</summary>
    public string[]? SuperEventTypes { get; init; }

    /// <summary>Part of one of these series.</summary>
    public Guid[]? SuperEvents { get; init; }

    /// <summary>Part of no series; beside <see cref="SuperEvents"/>, either.</summary>
    public bool NoSuperEvent { get; init; }

    public Guid[]? Publishers { get; init; }

    public DateTimeOffset? ModifiedSince { get; init; }

    public Guid[]? Ids { get; init; }

    /// <summary>Also what has left the programme.</summary>
    public bool ShowDeleted { get; init; }

    /// <summary>The order when none is asked for: what changed last comes first.</summary>
    public const string UsualSort = "-last_modified_time";

    /// <summary>The orders there are; backwards with a minus before it.</summary>
    public static readonly string[] Sorts = ["start_time", "-start_time", "end_time", "-end_time", "last_modified_time", UsualSort];

    public string Sort { get; init; } = UsualSort;
}

/// <summary>An event found: which it is, when, and how it stands.</summary>
/// <param name="Id">The occurrence, or the activity when it is a series.</param>
/// <param name="ActivityId">The activity.</param>
/// <param name="SuperId">The series it is part of.</param>
/// <param name="IsSeries">Whether it is a series.</param>
/// <param name="Start">UTC; of a series, of the first time.</param>
/// <param name="End">UTC; of a series, of the last time.</param>
/// <param name="ChangedAt">When anything about it changed last.</param>
/// <param name="PlaceId">The place, or the space; of a series, where it usually is.</param>
/// <param name="Status">EventScheduled, EventCancelled, EventPostponed or EventRescheduled; a series is cancelled when no time of it takes place.</param>
/// <param name="Deleted">Whether it is no longer in the programme.</param>
/// <param name="Total">How many were found in all pages.</param>
internal sealed record LinkedRow(
    Guid Id, Guid ActivityId, Guid? SuperId, bool IsSeries, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ChangedAt, Guid PlaceId, string Status,
    bool Deleted, int Total)
{
    private const string Withdrawn = nameof(OccurrenceStatus.Withdrawn);
    private const string Cancelled = nameof(OccurrenceStatus.Cancelled);
    private const string Postponed = nameof(OccurrenceStatus.Postponed);

    /// <summary>A page of the events that a filter lets through.</summary>
    public static async Task<List<LinkedRow>> Find(CalendarDb db, EventFilter filter, DateTimeOffset now, int take, int skip, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // What is not asked for costs nothing only where the plan is made for the question.
        await db.Database.ExecuteSqlAsync($"SET LOCAL plan_cache_mode = force_custom_plan", ct);
        return await db.Database.SqlQuery<LinkedRow>(Query(filter, now, take, skip)).ToListAsync(ct);
    }

    /// <summary>These events, also when they are no longer in the programme.</summary>
    public static Task<List<LinkedRow>> ByIds(CalendarDb db, Guid[] ids, CancellationToken ct) =>
        Find(db, new EventFilter { Ids = ids, ShowDeleted = true }, DateTimeOffset.UnixEpoch, ids.Length, 0, ct);

    /// <summary>
    /// Every occurrence is an event; an activity with more than one row is a series, and an event of its own. A row counts even when it was
    /// withdrawn, so that a series stays one and its id does not vanish with its dates. Days are days where the event is.
    /// </summary>
    private static FormattableString Query(EventFilter f, DateTimeOffset now, int take, int skip) => $"""
        -- What an activity says of all its times is looked at once, and the others' times are not looked at.
        WITH chosen AS (
            SELECT a.id, a.space_id, a.place_id, a.changed_at AS planned_at, s.time_zone, ({now} AT TIME ZONE s.time_zone)::date AS today
            FROM activities a JOIN spaces s ON s.id = a.space_id
            WHERE ({f.Ids}::uuid[] IS NULL OR a.id IN (
                      SELECT unnest({f.Ids}::uuid[]) UNION SELECT activity_id FROM occurrences WHERE id = ANY({f.Ids}::uuid[])))
              AND ({f.SuperEvents}::uuid[] IS NULL OR {f.NoSuperEvent} OR a.id = ANY({f.SuperEvents}::uuid[]))
              AND ({f.Publishers}::uuid[] IS NULL OR a.space_id = ANY({f.Publishers}::uuid[]))
              AND ({f.Text}::text IS NULL OR EXISTS (SELECT FROM jsonb_each_text(a.title) x WHERE x.value ILIKE {f.Text})
                   OR EXISTS (SELECT FROM jsonb_each_text(a.description) x WHERE x.value ILIKE {f.Text}))
              AND ({f.Keywords}::text[] IS NULL OR (a.keywords || a.audience) && {f.Keywords}::text[])
              AND ({f.Language}::text IS NULL OR jsonb_exists(a.title, {f.Language}) OR ({f.Language} = 'fi' AND jsonb_exists(a.title, 'fi-simple'))
                   OR EXISTS (SELECT FROM unnest(a.spoken_languages) x WHERE lower(x) = {f.Language}))),
        times AS (
            SELECT c.*, t.* FROM chosen c JOIN (
                SELECT activity_id, count(*) > 1 AS recurs, bool_and(status = {Withdrawn}) AS deleted,
                       bool_and(status IN ({Cancelled}, {Withdrawn})) AS cancelled,
                       coalesce(min(start) FILTER (WHERE status <> {Withdrawn}), min(start)) AS start,
                       coalesce(max("end") FILTER (WHERE status <> {Withdrawn}), max("end")) AS "end", max(changed_at) AS changed_at
                FROM occurrences WHERE activity_id IN (SELECT id FROM chosen)
                GROUP BY activity_id) t ON t.activity_id = c.id),
        events AS (
            SELECT o.id, o.activity_id, CASE WHEN t.recurs THEN o.activity_id END AS super_id, false AS is_series, o.start, o."end",
                   greatest(o.changed_at, t.planned_at) AS changed_at,
                   coalesce(CASE WHEN o.place = jsonb_build_object() THEN coalesce(o.place_id, t.place_id) END, t.space_id) AS place_id,
                   o.status = {Withdrawn} AS deleted, t.time_zone, t.today,
                   CASE WHEN o.status = {Cancelled} THEN 'EventCancelled' WHEN o.status = {Postponed} THEN 'EventPostponed'
                        WHEN o.is_moved THEN 'EventRescheduled' ELSE 'EventScheduled' END AS status
            FROM occurrences o JOIN times t USING (activity_id)
            WHERE {f.SuperEventTypes}::text[] IS NULL OR 'none' = ANY({f.SuperEventTypes}::text[])
            UNION ALL
            SELECT activity_id, activity_id, NULL, true, start, "end", greatest(changed_at, planned_at),
                coalesce(place_id, space_id), deleted, time_zone, today,
                   CASE WHEN cancelled AND NOT deleted THEN 'EventCancelled' ELSE 'EventScheduled' END
            FROM times WHERE recurs AND ({f.SuperEventTypes}::text[] IS NULL OR 'recurring' = ANY({f.SuperEventTypes}::text[])))
        SELECT id, activity_id, super_id, is_series, start, "end", changed_at, place_id, status, deleted, count(*) OVER ()::int AS total
        FROM events
        WHERE (NOT deleted OR {f.ShowDeleted})
          AND ({f.Ids}::uuid[] IS NULL OR id = ANY({f.Ids}::uuid[]))
          AND ({f.Start is null} OR "end" > coalesce({f.Start?.Instant}::timestamptz, coalesce({f.Start?.Date}::date, today)::timestamp AT TIME ZONE time_zone))
          AND ({f.End is null} OR start < coalesce({f.End?.Instant}::timestamptz, (coalesce({f.End?.Date}::date, today) + 1)::timestamp AT TIME ZONE time_zone))
          AND ({f.Locations}::uuid[] IS NULL OR place_id = ANY({f.Locations}::uuid[]))
          AND (({f.SuperEvents}::uuid[] IS NULL AND NOT {f.NoSuperEvent}) OR super_id = ANY({f.SuperEvents}::uuid[]) OR ({f.NoSuperEvent} AND super_id IS NULL))
          AND ({f.ModifiedSince}::timestamptz IS NULL OR changed_at >= {f.ModifiedSince}::timestamptz)
        ORDER BY CASE {f.Sort} WHEN 'start_time' THEN start WHEN 'end_time' THEN "end"
                               WHEN 'last_modified_time' THEN changed_at END,
                 CASE {f.Sort} WHEN '-start_time' THEN start WHEN '-end_time' THEN "end"
                               WHEN '-last_modified_time' THEN changed_at END DESC, id
        LIMIT {take} OFFSET {skip}
        """;
}
