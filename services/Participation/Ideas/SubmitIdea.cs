using System.ComponentModel.DataAnnotations;
using Kivenkolo.Participation.HouseMeetings;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Kivenkolo.Participation.Ideas;

/// <param name="Text">The idea, in the resident's own words; at most 2000 characters; read by staff only.</param>
/// <param name="Language">The language it is written in, such as <c>fi-simple</c>.</param>
/// <param name="Title">A short name for it, if the resident gives one; at most 120 characters; read by staff only.</param>
public sealed record SubmitIdeaRequest(
    [property: Written(Idea.LongestText)] string Text,
    [property: Required, LanguageTag] string Language,
    [property: MaxLength(Idea.LongestTitle)] string? Title);

/// <param name="Id">The idea.</param>
/// <param name="MeetingId">The house meeting that talks about it; null when none has been called yet.</param>
public sealed record SubmitIdeaResponse(Guid Id, Guid? MeetingId);

/// <summary>A resident sends an idea, without an account. It is on the next open house meeting's agenda at once, or on the one called next.</summary>
internal static class SubmitIdea
{
    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapPost("/", Handle)
        .WithName(nameof(SubmitIdea))
        .WithSummary("Send an idea to the house meeting")
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .Idempotent<ParticipationDb>();

    internal static async Task<Created<SubmitIdeaResponse>> Handle(
        SubmitIdeaRequest request, ParticipationDb db, CurrentSpace space, TimeProvider clock, ParticipationMetrics metrics, CancellationToken ct)
    {
        var idea = new Idea
        {
            Id = RandomId.New(),
            SpaceId = space.Id,
            Text = request.Text,
            Title = string.IsNullOrWhiteSpace(request.Title) ? null : request.Title,
            Language = request.Language.ToLowerInvariant(),
            SubmittedOn = space.Today(clock),
        };
        var meetingId = await PutOnNextAgenda(idea, db, ct);
        metrics.IdeaSubmitted();
        return TypedResults.Created(space.Address($"ideas/{idea.Id}"), new SubmitIdeaResponse(idea.Id, meetingId));
    }

    /// <summary>
    /// Writes the idea and its agenda item in one round trip, which is a transaction of its own when none is open. The lock is shared with other ideas,
    /// so they do not wait for each other's commit; only a meeting that is being called or closed waits for them, and they for it. Those sent at the
    /// same instant do not see each other, so an agenda may pass <see cref="HouseMeeting.MostItems"/> by as many.
    /// </summary>
    private static async Task<Guid?> PutOnNextAgenda(Idea idea, ParticipationDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), transaction)
            {
                BatchCommands =
                {
                    // A statement of its own: the next one must see what was committed while this one waited.
                    Command("SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))", ParticipationDb.AgendaLock(idea.SpaceId)),
                    Command("""
                        WITH next AS (
                            SELECT m.id FROM house_meetings m
                            WHERE m.space_id = $2 AND m.closed_at IS NULL AND m.date >= $6
                                AND (SELECT count(*) FROM agenda_items i WHERE i.meeting_id = m.id) < $8
                            ORDER BY m.date, m.start, m.id LIMIT 1),
                        idea AS (
                            INSERT INTO ideas (id, space_id, text, title, language, submitted_on, state, on_agenda_since)
                            SELECT $1, $2, $3, $4, $5, $6, CASE WHEN EXISTS (SELECT FROM next) THEN 'OnAgenda' ELSE 'Idea' END,
                                CASE WHEN EXISTS (SELECT FROM next) THEN $6 END
                            RETURNING id)
                        INSERT INTO agenda_items (id, space_id, meeting_id, idea_id, added_on, times_carried)
                        SELECT $7, $2, (SELECT id FROM next), idea.id, $6, 0 FROM idea
                        RETURNING meeting_id
                        """, idea.Id, idea.SpaceId, idea.Text, (object?)idea.Title ?? DBNull.Value, idea.Language, idea.SubmittedOn, RandomId.New(),
                        HouseMeeting.MostItems),
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            return reader.IsDBNull(0) ? null : reader.GetGuid(0);
        }
        finally { await db.Database.CloseConnectionAsync(); }

        static NpgsqlBatchCommand Command(string sql, params object[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            return command;
        }
    }
}
