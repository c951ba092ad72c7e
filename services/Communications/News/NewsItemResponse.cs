using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.News;

/// <summary>A published message. <c>language</c> is the variant for the reader's <c>?language=</c> by RFC 4647 look-up.</summary>
public sealed record NewsItemResponse(
    Guid Id, MessageKind Kind, DateTimeOffset PublishedAt, LocalizedText Subject, LocalizedText Body, string? Language, string? Week, Guid? OccurrenceId)
{
    internal static NewsItemResponse Of(Message message, string? language) => new(
        message.Id, message.Kind, message.PublishedAt!.Value, message.Subject, message.Body,
        language is null ? null : message.Subject.Find(language)?.Language, message.Week, message.OccurrenceId);
}
