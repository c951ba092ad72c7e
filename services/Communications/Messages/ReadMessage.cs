using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>Staff see one message with its variants and the promised languages that are missing.</summary>
internal static class ReadMessage
{
    public static void Map(RouteGroupBuilder messages) => messages
        .MapGet("/{messageId:guid}", Handle)
        .WithName(nameof(ReadMessage))
        .WithSummary("Read a message with its variants; the ETag goes into If-Match when it is changed")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowStaff(Role.Coordinator, Role.Editor, Role.Facilitator, Role.Student, Role.Viewer)
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<MessageResponse>, LocalizedProblem>> Handle(
        Guid messageId, CommunicationsDb db, CurrentSpace space, HttpResponse response, CancellationToken ct)
    {
        var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == messageId, ct);
        if (message is null) return Refusal.MessageUnknown.Result();
        Etag.Tell(response, message.Xmin);
        return TypedResults.Ok(await MessageResponse.Of(message, db, space, ct));
    }
}
