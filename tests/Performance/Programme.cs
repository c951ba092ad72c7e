namespace Kivenkolo.Performance;

/// <summary>Fills a space with a programme, straight into the tables: every row is a copy of one that Demo planned, with times of its own.</summary>
internal static class Programme
{
    /// <summary>
    /// A hundred series of ten weeks each, twenty of them in any week of the fifty from <paramref name="monday"/> on: a thousand occurrences. With
    /// <paramref name="behind"/>, so many series more, of fifty weeks each, spread over the ten years before and all over by the time that feeds look back to.
    /// </summary>
    public static async Task Fill(House house, Guid space, DateOnly monday, int behind = 0)
    {
        // As a restore would: without triggers and foreign keys, which would count half a million changes one by one.
        await house.Sql($"""
            SET session_replication_role = replica;
            CREATE TEMP TABLE planned AS
              SELECT gen_random_uuid() AS id, '{monday:yyyy-MM-dd}'::date + 70 * (n / 20) + n % 7 AS first, 10 AS weeks FROM generate_series(0, 99) n
              UNION ALL SELECT gen_random_uuid(), '{monday:yyyy-MM-dd}'::date - 400 - (n * 7 % 3290), 50 FROM generate_series(1, {behind}) n;
            INSERT INTO activities SELECT copy.* FROM planned p, activities a, LATERAL jsonb_populate_record(a, jsonb_build_object(
                'id', p.id, 'space_id', '{space}'::uuid, 'place_id', null, 'proposal_id', null, 'experiment_id', null,
                'decision_number', null, 'decided_on', null,
                'series', jsonb_build_array(jsonb_build_object(
                  'firstDate', p.first, 'start', '14:00:00', 'durationMinutes', 60, 'rule', 'FREQ=WEEKLY;COUNT=' || p.weeks)))) copy
              WHERE a.id = (SELECT min(id::text)::uuid FROM activities WHERE experiment_id IS NULL);
            INSERT INTO occurrences SELECT copy.* FROM planned p, occurrences o,
              LATERAL (SELECT p.first + 7 * week + time '14:00' AS day FROM generate_series(0, p.weeks - 1) week) days,
              LATERAL jsonb_populate_record(o, jsonb_build_object(
                'id', gen_random_uuid(), 'space_id', '{space}'::uuid, 'activity_id', p.id, 'local_date', day::date, 'series_date', day::date,
                'recurrence_id', day AT TIME ZONE 'Europe/Helsinki', 'start', day AT TIME ZONE 'Europe/Helsinki',
                'end', day AT TIME ZONE 'Europe/Helsinki' + interval '1 hour')) copy
              WHERE o.id = (SELECT min(id::text)::uuid FROM occurrences WHERE status = 'Confirmed');
            INSERT INTO programme_versions (space_id, version) VALUES ('{space}', 1) ON CONFLICT DO NOTHING;
            """);
        await house.Sql("VACUUM ANALYZE");
    }
}
