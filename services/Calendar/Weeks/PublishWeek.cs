using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Weeks;

/// <param name="ReasonForMissing">Why the week is published although a promised language is missing.</param>
public sealed record PublishWeekRequest([property: MaxLength(PublishWeekRequest.LongestReason)] string? ReasonForMissing = null)
{
    internal const int LongestReason = 500;
}

/// <param name="Week">The ISO 8601 week.</param>
/// <param name="Version">How many times the week has been published.</param>
/// <param name="PublishedAt">When it was published last, UTC.</param>
/// <param name="Occurrences">How many take place.</param>
/// <param name="Missing">Promised languages that some line lacks.</param>
/// <param name="ReasonForMissing">Why it was published all the same.</param>
public sealed record PublishWeekResponse(
    string Week, long Version, DateTimeOffset PublishedAt, int Occurrences, MissingLanguage[] Missing, string? ReasonForMissing);

/// <summary>
/// The coordinator publishes a week, and publishes it again after changes; Communications writes "this week" from it. Not while a promised
/// language is missing, unless a reason is given, which is kept. A week that says what it said is not told again.
/// </summary>
internal static class PublishWeek
{
    public static void Map(RouteGroupBuilder weeks) => weeks
        .MapPost("/{week}/publication", Handle)
        .WithName(nameof(PublishWeek))
        .WithSummary("Publish the programme of a week")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator);

    internal static async Task<Results<Ok<PublishWeekResponse>, LocalizedProblem>> Handle(
        IsoWeek week, PublishWeekRequest? request, CalendarDb db, CurrentSpace space, Programme programme, IPublishEndpoint events,
        CalendarMetrics metrics, TimeProvider clock, CancellationToken ct)
    {
        await using var change = await db.BeginChange(DerivedId.OfWeek(space.Id, week), ct);
        var confirmed = (await programme.Lines(week, ReadWeek.MostOccurrences, ct)).Where(line => line.Occurrence.Status == OccurrenceStatus.Confirmed)
            .ToList();
        var missing = ReadWeek.CountMissing(confirmed.Select(line => OccurrenceResponse.Of(line, space, programme.Clock)));
        var reason = string.IsNullOrWhiteSpace(request?.ReasonForMissing) ? null : request.ReasonForMissing.Trim();
        if (missing.Length > 0 && reason is null) return Refusal.PromisedLanguageMissing.Result();

        var name = week.ToString();
        var publication = await db.WeekPublications.SingleOrDefaultAsync(p => p.Week == name, ct);
        if (publication is null) db.WeekPublications.Add(publication = new WeekPublication { SpaceId = space.Id, Week = name });
        WeekOccurrence[] told = [.. confirmed.Select(line => new WeekOccurrence
        {
            OccurrenceId = line.Occurrence.Id,
            Title = line.Activity.Title,
            Start = line.Occurrence.Start,
            End = line.Occurrence.End,
            Place = line.Place,
        })];
        ToldLine[] lines = [.. told.Select(line => new ToldLine(line.OccurrenceId, line.Title, line.Start, line.End, line.Place))];
        var now = clock.GetUtcNow();
        if (publication.Publish(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(told)), lines, missing.Length > 0 ? reason : null, now))
        {
            db.WeekPublishings.Add(new WeekPublishing
            {
                SpaceId = space.Id,
                Week = name,
                Version = publication.Version,
                PublishedAt = now,
                Missing = [.. missing.Select(language => language.Language)],
                ReasonForMissing = publication.ReasonForMissing,
            });
            await events.Publish(new WeekPublished
            {
                SpaceId = space.Id,
                Week = name,
                Occurrences = told,
                Version = publication.Version,
                OccurredAt = now,
            }, ct);
            await db.SaveChange(change, ct);
            metrics.Published();
        }
        return TypedResults.Ok(new PublishWeekResponse(name, publication.Version, publication.PublishedAt, told.Length, missing, publication.ReasonForMissing));
    }
}
