using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>A message in a list.</summary>
public sealed record MessageSummaryResponse(
    Guid Id, MessageKind Kind, MessageState State, LocalizedText Subject, string[] Missing, string? Week, Guid? OccurrenceId,
    DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt);
