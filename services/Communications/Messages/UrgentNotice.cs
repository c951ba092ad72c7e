using Kivenkolo.Communications.Mail;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Scheduling;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>An urgent notice of one occurrence, which goes out by itself.</summary>
internal static class UrgentNotice
{
    private const string WhyByItself = "An urgent notice goes out at once in the languages there are.";

    /// <summary>What was told of the occurrence last, up to which version; null when nothing was. Others wait until the transaction ends.</summary>
    public static async Task<LastNotice?> Last(CommunicationsDb db, Guid occurrenceId, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({occurrenceId.ToString()}, 0))", ct);
        return await db.Messages.Where(m => m.OccurrenceId == occurrenceId).OrderByDescending(m => m.SourceVersion)
            .Select(m => new LastNotice(m.SourceVersion, m.Cancels)).FirstOrDefaultAsync(ct);
    }

    /// <summary>A notice, still to be written.</summary>
    public static Message Of(Guid spaceId, Guid occurrenceId, DateTimeOffset happenedAt, DateTimeOffset now, bool cancels) => new()
    {
        Id = Guid.CreateVersion7(now),
        SpaceId = spaceId,
        Kind = MessageKind.Urgent,
        OccurrenceId = occurrenceId,
        Cancels = cancels,
        HappenedAt = happenedAt,
        CreatedAt = now,
    };

    /// <summary>Publishes a notice that is written, and has it mailed.</summary>
    public static async Task Publish(Message message, CommunicationsDb db, CurrentSpace space, JobScheduler jobs, CommunicationsMetrics metrics,
        CancellationToken ct)
    {
        message.Publish(space.PromisedLanguages, WhyByItself, message.CreatedAt);
        db.Messages.Add(message);
        jobs.Schedule(new QueueMessageMailsJob.Payload(message.SpaceId, message.Id, After: null), message.CreatedAt);
        await db.SaveChangesAsync(ct);
        metrics.Came(message);
    }
}

/// <summary>What was told of an occurrence last.</summary>
/// <param name="Version">The occurrence's version that it told of.</param>
/// <param name="Cancels">Whether it told that it will not take place.</param>
internal sealed record LastNotice(long Version, bool Cancels);
