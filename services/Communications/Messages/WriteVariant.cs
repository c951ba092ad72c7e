using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>A variant as a person wrote it.</summary>
public sealed record WriteVariantRequest(
    [property: Required, StringLength(Message.LongestSubject), OneLine] string Subject,
    [property: Required, StringLength(Message.LongestBody)] string Body);

/// <summary>Staff write a draft's text in one of the space's languages. Of two who write at once, the second hears that it has changed.</summary>
internal static class WriteVariant
{
    public static void Map(RouteGroupBuilder messages) => messages
        .MapPut("/{messageId:guid}/variants/{language}", Handle)
        .WithName(nameof(WriteVariant))
        .WithSummary("Write a draft's text in one language; If-Match takes the ETag of the message as it was read")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .AllowStaff(Role.Coordinator, Role.Editor)
        .LimitRate(RateLimit.StaffWrite);

    internal static async Task<Results<Ok<MessageResponse>, ValidationProblem, LocalizedProblem>> Handle(
        Guid messageId, string language, WriteVariantRequest variant, CommunicationsDb db, CurrentSpace space, TimeProvider clock, HttpContext http,
        CancellationToken ct)
    {
        if (space.Offers(language) is not { } tag) return Invalid.Field("language", "one of the space's languages");
        var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == messageId, ct);
        if (message is null) return Refusal.MessageUnknown.Result();
        if (!Etag.Matches(http.Request, message.Xmin)) return Refusal.VersionChanged.Result();
        if (message.Edit(tag, variant.Subject, variant.Body, clock.GetUtcNow()) is { } refusal) return refusal.Result();

        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.VersionChanged.Result(); }
        Etag.Tell(http.Response, message.Xmin);
        return TypedResults.Ok(await MessageResponse.Of(message, db, space, ct));
    }
}
