using System.ComponentModel.DataAnnotations;
using Kivenkolo.Communications.Mail;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>A message in a list.</summary>
public sealed record MessageSummaryResponse(
    Guid Id, MessageKind Kind, MessageState State, LocalizedText Subject, string[] Missing, string? Week, Guid? OccurrenceId,
    DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt);

/// <summary>How many mails of a message are in which state.</summary>
public sealed record MailCounts(int Waiting, int Sent, int Failed);

/// <summary>A message as staff see it.</summary>
public sealed record MessageResponse(
    Guid Id, MessageKind Kind, MessageState State, LocalizedText Subject, LocalizedText Body, string[] Missing, string? ReasonForMissing,
    string? Week, Guid? OccurrenceId, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt, DateTimeOffset? PublishedAt, MailCounts Mails)
{
    internal static async Task<MessageResponse> Of(Message message, CommunicationsDb db, CurrentSpace space, CancellationToken ct)
    {
        var counts = await db.MessageMails.Where(d => d.MessageId == message.Id).GroupBy(d => d.State)
            .Select(group => new { State = group.Key, Count = group.Count() }).ToDictionaryAsync(c => c.State, c => c.Count, ct);
        return new(message.Id, message.Kind, message.State, message.Subject, message.Body, message.Missing(space.PromisedLanguages),
            message.ReasonForMissing, message.Week, message.OccurrenceId, message.CreatedAt, message.EditedAt, message.PublishedAt,
            new(counts.GetValueOrDefault(MailState.Waiting), counts.GetValueOrDefault(MailState.Sent), counts.GetValueOrDefault(MailState.Failed)));
    }
}

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
        [AllowedValues(null, "draft", "published")] string? state, Guid? after, [Range(1, Page<MessageSummaryResponse>.Most)] int? limit, CommunicationsDb db, CurrentSpace space, CancellationToken ct)
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
