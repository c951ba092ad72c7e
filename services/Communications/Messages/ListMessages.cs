using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>Staff see the messages, newest first.</summary>
internal static class ListMessages
{
    public static void Map(RouteGroupBuilder messages) => messages
        .MapGet("/", Handle)
        .WithName(nameof(ListMessages))
        .WithSummary("List messages, drafts too, newest first")
        .AllowStaff(Role.Coordinator, Role.Editor, Role.Facilitator, Role.Student, Role.Viewer)
        .LimitRate(RateLimit.Read);

    internal static async Task<Ok<Page<MessageSummaryResponse>>> Handle(
        [AllowedValues(null, "draft", "published")] string? state, Guid? after, [Range(1, Page<MessageSummaryResponse>.Most)] int? limit, CommunicationsDb db,
        CurrentSpace space, CancellationToken ct)
    {
        var take = limit ?? Page<MessageSummaryResponse>.Usual;
        var messages = db.Messages.AsNoTracking();
        if (state is not null)
        {
            var wanted = Enum.Parse<MessageState>(state, ignoreCase: true);
            messages = messages.Where(m => m.State == wanted);
        }
        if (after is { } id) messages = messages.Where(m => m.Id < id);
        var read = await messages.OrderByDescending(m => m.Id).Take(take + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From(
            read.ConvertAll(m => new MessageSummaryResponse(
                m.Id, m.Kind, m.State, m.Subject, m.Missing(space.PromisedLanguages), m.Week, m.OccurrenceId, m.CreatedAt, m.PublishedAt)),
            take, m => m.Id.ToString()));
    }
}
