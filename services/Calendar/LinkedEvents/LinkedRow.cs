using Kivenkolo.Calendar.Occurrences;

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

    /// <summary>
    /// The query for a page of the events that a filter lets through. Every occurrence is an event; an activity with more than one row is a series,
    /// and an event of its own. A row counts even when it was withdrawn, so that a series stays one and its id does not vanish with its dates.
    /// Days are days where the event is.
    /// </summary>
    public static FormattableString Find(EventFilter f, DateTimeOffset now, int take, int skip) => $"""
        WITH asked AS (
            SELECT {f.Ids}::uuid[] AS ids, {f.Text}::text AS text, {f.Keywords}::text[] AS keywords, {f.Locations}::uuid[] AS locations,
                   {f.Language}::text AS language, {f.SuperEventTypes}::text[] AS types, {f.SuperEvents}::uuid[] AS super_events,
                   {f.Publishers}::uuid[] AS publishers,
                   {f.ModifiedSince}::timestamptz AS since, {now}::timestamptz AS now, {f.Sort}::text AS sort,
                   {f.Start?.Instant}::timestamptz AS start_at, {f.Start?.Date}::date AS start_on,
                   {f.End?.Instant}::timestamptz AS end_at, {f.End?.Date}::date AS end_on),
        times AS (
            SELECT activity_id, count(*) > 1 AS recurs, bool_and(status = {Withdrawn}) AS deleted, bool_and(status IN ({Cancelled}, {Withdrawn})) AS cancelled,
                   coalesce(min(start) FILTER (WHERE status <> {Withdrawn}), min(start)) AS start,
                   coalesce(max("end") FILTER (WHERE status <> {Withdrawn}), max("end")) AS "end", max(changed_at) AS changed_at
            FROM occurrences
            -- Some events, some series or one space do not cost a pass over all of them.
            WHERE ({f.Ids}::uuid[] IS NULL OR activity_id IN (
                      SELECT unnest({f.Ids}::uuid[]) UNION SELECT activity_id FROM occurrences WHERE id = ANY({f.Ids}::uuid[])))
              AND ({f.SuperEvents}::uuid[] IS NULL OR {f.NoSuperEvent} OR activity_id = ANY({f.SuperEvents}::uuid[]))
              AND ({f.Publishers}::uuid[] IS NULL OR space_id = ANY({f.Publishers}::uuid[]))
            GROUP BY activity_id),
        events AS (
            SELECT o.id, o.activity_id, CASE WHEN t.recurs THEN o.activity_id END AS super_id, false AS is_series, o.start, o."end", o.changed_at,
                   o.place_id, o.place <> jsonb_build_object() AS elsewhere, o.status = {Withdrawn} AS deleted,
                   CASE WHEN o.status = {Cancelled} THEN 'EventCancelled' WHEN o.status = {Postponed} THEN 'EventPostponed'
                        WHEN o.is_moved THEN 'EventRescheduled' ELSE 'EventScheduled' END AS status
            FROM occurrences o JOIN times t USING (activity_id)
            UNION ALL
            SELECT activity_id, activity_id, NULL, true, start, "end", changed_at, NULL, false, deleted,
                   CASE WHEN cancelled AND NOT deleted THEN 'EventCancelled' ELSE 'EventScheduled' END
            FROM times WHERE recurs)
        SELECT e.id, e.activity_id, e.super_id, e.is_series, e.start, e."end", greatest(e.changed_at, a.changed_at) AS changed_at,
               coalesce(CASE WHEN NOT e.elsewhere THEN coalesce(e.place_id, a.place_id) END, a.space_id) AS place_id,
               e.status, e.deleted, count(*) OVER ()::int AS total
        FROM asked q CROSS JOIN events e JOIN activities a ON a.id = e.activity_id JOIN spaces s ON s.id = a.space_id
        WHERE (NOT e.deleted OR {f.ShowDeleted})
          AND (q.ids IS NULL OR e.id = ANY(q.ids))
          AND (q.text IS NULL OR EXISTS (SELECT FROM jsonb_each_text(a.title) x WHERE x.value ILIKE q.text)
               OR EXISTS (SELECT FROM jsonb_each_text(a.description) x WHERE x.value ILIKE q.text))
          AND ({f.Start is null} OR e."end" > coalesce(q.start_at,
               coalesce(q.start_on, (q.now AT TIME ZONE s.time_zone)::date)::timestamp AT TIME ZONE s.time_zone))
          AND ({f.End is null} OR e.start < coalesce(q.end_at,
               (coalesce(q.end_on, (q.now AT TIME ZONE s.time_zone)::date) + 1)::timestamp AT TIME ZONE s.time_zone))
          AND (q.keywords IS NULL OR (a.keywords || a.audience) && q.keywords)
          AND (q.locations IS NULL OR coalesce(CASE WHEN NOT e.elsewhere THEN coalesce(e.place_id, a.place_id) END, a.space_id) = ANY(q.locations))
          AND (q.language IS NULL OR jsonb_exists(a.title, q.language) OR (q.language = 'fi' AND jsonb_exists(a.title, 'fi-simple'))
               OR EXISTS (SELECT FROM unnest(a.spoken_languages) x WHERE lower(x) = q.language))
          AND (q.types IS NULL OR CASE WHEN e.is_series THEN 'recurring' ELSE 'none' END = ANY(q.types))
          AND ((q.super_events IS NULL AND NOT {f.NoSuperEvent}) OR e.super_id = ANY(q.super_events) OR ({f.NoSuperEvent} AND e.super_id IS NULL))
          AND (q.publishers IS NULL OR a.space_id = ANY(q.publishers))
          AND (q.since IS NULL OR greatest(e.changed_at, a.changed_at) >= q.since)
        ORDER BY CASE q.sort WHEN 'start_time' THEN e.start WHEN 'end_time' THEN e."end"
                             WHEN 'last_modified_time' THEN greatest(e.changed_at, a.changed_at) END,
                 CASE q.sort WHEN '-start_time' THEN e.start WHEN '-end_time' THEN e."end"
                             WHEN '-last_modified_time' THEN greatest(e.changed_at, a.changed_at) END DESC, e.id
        LIMIT {take} OFFSET {skip}
        """;

    /// <summary>The query for these events, also when they are no longer in the programme.</summary>
    public static FormattableString ByIds(Guid[] ids) => Find(new EventFilter { Ids = ids, ShowDeleted = true }, DateTimeOffset.UnixEpoch, ids.Length, 0);
}
