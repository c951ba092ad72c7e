using Kivenkolo.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Runs;

/// <param name="Version">The version that said this.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Note">The note.</param>
/// <param name="SignedOffAt">When it was signed off, UTC.</param>
/// <param name="Reason">Why it was corrected.</param>
/// <param name="CorrectedAt">When, UTC.</param>
public sealed record RunCorrectionResponse(int Version, int Minutes, string? Note, DateTimeOffset SignedOffAt, string Reason, DateTimeOffset CorrectedAt);

/// <summary>Someone's hours for an occurrence, as they and the supervisor see them.</summary>
/// <param name="Id">The entry.</param>
/// <param name="OccurrenceId">The occurrence.</param>
/// <param name="ActivityId">Of which activity.</param>
/// <param name="Title">The activity's name.</param>
/// <param name="LocalDate">The date of the occurrence in the space's zone.</param>
/// <param name="Name">Who ran it.</param>
/// <param name="Minutes">How long, in whole quarters of an hour.</param>
/// <param name="Note">What they said about it.</param>
/// <param name="Version">Counter of the changes, from 1.</param>
/// <param name="RecordedAt">When it was entered or changed last, UTC.</param>
/// <param name="SignedOffAt">When a supervisor signed off what it says now, UTC; null while nobody has.</param>
/// <param name="ReturnedAt">When the supervisor gave it back to be corrected, UTC; null otherwise.</param>
/// <param name="ReturnReason">What is to be corrected.</param>
/// <param name="Supervisor">Who alone signs it off, by name; null when any coordinator does.</param>
/// <param name="ForCaller">Whether it is for the caller to sign off.</param>
/// <param name="Corrections">What it said before each correction of a signed entry, oldest first.</param>
public sealed record RunResponse(
    Guid Id,
    Guid OccurrenceId,
    Guid ActivityId,
    LocalizedText Title,
    DateOnly LocalDate,
    string Name,
    int Minutes,
    string? Note,
    int Version,
    DateTimeOffset RecordedAt,
    DateTimeOffset? SignedOffAt,
    DateTimeOffset? ReturnedAt,
    string? ReturnReason,
    string? Supervisor,
    bool ForCaller,
    RunCorrectionResponse[] Corrections)
{
    /// <summary>The first of the runs by id, with their occurrences and corrections.</summary>
    internal static async Task<List<RunResponse>> Read(CalendarDb db, IQueryable<Run> which, int most, Supervision supervision, CancellationToken ct)
    {
        var rows = await (
            from run in which.AsNoTracking()
            join occurrence in db.Occurrences on run.OccurrenceId equals occurrence.Id
            join activity in db.Activities on occurrence.ActivityId equals activity.Id
            orderby run.Id
            select new { run, occurrence.ActivityId, occurrence.LocalDate, activity.Title, activity.SupervisorSubject, activity.SupervisorName }).Take(most)
                .ToListAsync(ct);
        var ids = rows.Select(row => row.run.Id).ToArray();
        var corrections = (await db.RunCorrections.AsNoTracking().Where(c => ids.Contains(c.RunId)).OrderBy(c => c.Version).ToListAsync(ct))
            .ToLookup(c => c.RunId);
        return [.. rows.Select(row => new RunResponse(
            row.run.Id, row.run.OccurrenceId, row.ActivityId, row.Title, row.LocalDate, row.run.Name, row.run.Minutes, row.run.Note, row.run.Version,
            row.run.RecordedAt,
            row.run.SignedOffAt, row.run.ReturnedAt, row.run.ReturnReason, row.SupervisorName, supervision.IsFor(row.run, row.SupervisorSubject),
            [.. corrections[row.run.Id].Select(c => new RunCorrectionResponse(c.Version, c.Minutes, c.Note, c.SignedOffAt, c.Reason, c.CorrectedAt))]))];
    }
}
