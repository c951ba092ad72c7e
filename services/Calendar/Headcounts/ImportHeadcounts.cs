using System.Text;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="Line">The line of the file, from 1; the header is a line.</param>
/// <param name="Column">The column by its name in the header; empty for the whole line.</param>
/// <param name="Rule">What is wrong.</param>
/// <param name="Says">The same for people.</param>
public sealed record BadLine(int Line, string Column, LineRule Rule, LocalizedText Says);

/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Before">What is entered now; null when nothing is.</param>
/// <param name="After">What the file says.</param>
public sealed record ChangedLine(int Line, TallyResponse? Before, TallyResponse After);

/// <param name="DryRun">Whether it was only looked at; then nothing was entered.</param>
/// <param name="Added">How many lines are new.</param>
/// <param name="Changed">How many lines correct what was entered.</param>
/// <param name="Unchanged">How many lines say what was entered already.</param>
/// <param name="Bad">How many lines cannot be taken; with one such line none of the file is.</param>
/// <param name="Changes">The first hundred lines that are new or correct something.</param>
/// <param name="BadLines">Every line that cannot be taken; the file has at most 10,000.</param>
public sealed record ImportResponse(bool DryRun, int Added, int Changed, int Unchanged, int Bad, ChangedLine[] Changes, BadLine[] BadLines);

/// <summary>
/// The coordinator brings in the figures of earlier years from a file, all of it or nothing. A dry run names each line that cannot be taken, and
/// tells what the others would do. A line finds its entry by period and scope, so the same file again changes nothing; an entry that was corrected to
/// another period meanwhile is corrected back rather than entered twice.
/// </summary>
internal static class ImportHeadcounts
{
    /// <summary>The largest file, in bytes.</summary>
    internal const int MostBytes = 1_000_000;

    private const int MostShown = 100;

    public static void Map(RouteGroupBuilder headcounts) => headcounts
        .MapPost("/import", Handle)
        .WithName(nameof(ImportHeadcounts))
        .WithSummary("Bring in figures of earlier years from a CSV file; with dryRun, only look at it")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "A header with the columns from, to, scope and count, and one for each category that was counted by itself; commas or "
                    + "semicolons; days as 2024-12-31 or 31.12.2024.",
                Content = new Dictionary<string, OpenApiMediaType> { ["text/csv"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } } },
            };
            return Task.CompletedTask;
        });

    internal static async Task<Results<Ok<ImportResponse>, ValidationProblem, LocalizedProblem>> Handle(
        CalendarDb db, CurrentSpace space, IPublishEndpoint events, CalendarMetrics metrics, TimeProvider clock, HttpContext http, CancellationToken ct,
        bool dryRun = false)
    {
        if (http.Request.GetTypedHeaders().ContentType?.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase) != true)
            return Refusal.FileNotCsv.Result();
        if (await Text(http.Request.Body, ct) is not { } text) return Refusal.FileTooLarge.Result();

        await using var change = await db.BeginChange(DerivedId.OfImport(space.Id), ct);
        var file = HistoryFile.Read(text, (await ListCategories.Of(db, space, ct)).Select(category => category.Code));
        var ids = file.Lines.Select(line => DerivedId.OfHistory(space.Id, HistoryFile.KeyOf(line.Tally))).ToList();
        var held = await db.Headcounts.Where(h => (h.OccurrenceId == null && h.Start == null) || ids.Contains(h.Id)).ToListAsync(ct);
        var entries = new HistoryEntries(file.Lines, held, space.Id);
        file.Wrong.AddRange(entries.Several.Select(line => new WrongLine(line.Line, "from", LineRule.SeveralEntered)));
        if (file.Wrong.Count > 0 && !dryRun) return Bad(file);

        var (now, role) = (clock.GetUtcNow(), RecordHeadcount.RoleOf(http.User, space.Slug));
        var (changes, added, changed, visits) = (new List<ChangedLine>(), 0, 0, 0L);
        foreach (var line in file.Lines.Except(entries.Several))
        {
            var (known, tally) = (entries.Of(line), line.Tally);
            var before = known?.Read();
            if (before?.Says(tally) == true) continue;
            (added, changed, visits) = (added + (before is null ? 1 : 0), changed + (before is null ? 0 : 1), visits + tally.Count - (before?.Count ?? 0));
            if (changes.Count < MostShown) changes.Add(new(line.Line, before is null ? null : TallyResponse.Of(before), TallyResponse.Of(tally)));
            if (dryRun) continue;
            if (known is null) db.Headcounts.Add(known = new Headcount { Id = entries.NewId(line, now), SpaceId = space.Id });
            await RecordHeadcount.Enter(known, tally, role, db, events, now, ct);
        }
        if (!dryRun)
        {
            // Someone corrected one of the entries at the same moment: all of it is undone, and may be sent again.
            try { await db.SaveChange(change, ct); }
            catch (DbUpdateConcurrencyException) { return Refusal.VersionChanged.Result(); }
            catch (DbUpdateException e) when (e.Violates(CalendarDb.OneHeadcountPerId)) { return Refusal.VersionChanged.Result(); }
            metrics.Counted(visits, occurrence: false);
        }
        var unchanged = file.Lines.Count - entries.Several.Count - added - changed;
        return TypedResults.Ok(new ImportResponse(dryRun, added, changed, unchanged, file.Wrong.Count, [.. changes], Shown(file)));
    }

    private static BadLine[] Shown(HistoryFile file) =>
        [.. file.Wrong.OrderBy(wrong => wrong.Line).Select(wrong => new BadLine(wrong.Line, wrong.Column, wrong.Rule, LineRules.Says(wrong.Rule)))];

    private static ValidationProblem Bad(HistoryFile file) => TypedResults.ValidationProblem(Shown(file).Take(MostShown)
        .GroupBy(bad => bad.Column.Length == 0 ? $"line {bad.Line}" : $"line {bad.Line}, {bad.Column}")
        .ToDictionary(group => group.Key, group => group.Select(bad => bad.Says.In("en")).ToArray()));

    /// <summary>The file as text, UTF-8 unless a byte order mark says otherwise; null when it is too large.</summary>
    private static async Task<string?> Text(Stream body, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, ct)) > 0;)
        {
            if (bytes.Length + read > MostBytes) return null;
            bytes.Write(buffer, 0, read);
        }
        bytes.Position = 0;
        using var reader = new StreamReader(bytes, Encoding.UTF8);
        return await reader.ReadToEndAsync(ct);
    }
}
