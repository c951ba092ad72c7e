using System.ComponentModel.DataAnnotations;
using Kivenkolo.Communications.Mail;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>What is said when publishing.</summary>
public sealed record PublishMessageRequest([property: StringLength(500)] string? ReasonForMissing);

/// <summary>
/// The coordinator publishes a draft: it is in the news and on its way to every confirmed subscriber. Every promised language must be there,
/// or the coordinator says why one is not, and that is kept. Publishing again answers the same and sends nothing.
/// </summary>
internal static class PublishMessage
{
    public static void Map(RouteGroupBuilder messages) => messages
        .MapPost("/{messageId:guid}/publication", Handle)
        .WithName(nameof(PublishMessage))
        .WithSummary("Publish a draft; needs a reason when a promised language is missing")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.StaffWrite);

    internal static async Task<Results<Ok<MessageResponse>, LocalizedProblem>> Handle(
        Guid messageId, PublishMessageRequest request, CommunicationsDb db, CurrentSpace space, JobScheduler jobs, CommunicationsMetrics metrics,
        TimeProvider clock,
        HttpContext http, CancellationToken ct)
    {
        var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == messageId, ct);
        if (message is null) return Refusal.MessageUnknown.Result();
        if (message.State == MessageState.Draft)
        {
            if (!Etag.Matches(http.Request, message.Xmin)) return Refusal.VersionChanged.Result();
            if (message.Publish(space.PromisedLanguages, request.ReasonForMissing, clock.GetUtcNow()) is { } refusal) return refusal.Result();
            jobs.Schedule(new QueueMessageMailsJob.Payload(message.SpaceId, message.Id, After: null), clock.GetUtcNow());
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateConcurrencyException)
            {
                // Someone edited or published it meanwhile: look again, so that of two who publish at once both hear that it is published.
                db.ChangeTracker.Clear();
                return await Handle(messageId, request, db, space, jobs, metrics, clock, http, ct);
            }
            metrics.Came(message);
        }
        Etag.Tell(http.Response, message.Xmin);
        return TypedResults.Ok(await MessageResponse.Of(message, db, space, ct));
    }
}
