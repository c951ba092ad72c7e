using System.ComponentModel.DataAnnotations;
using Kivenkolo.Communications.Mail;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

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
