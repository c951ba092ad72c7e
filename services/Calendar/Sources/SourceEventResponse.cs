using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <param name="Id">This time of the event.</param>
/// <param name="Uid">The event's name in its calendar.</param>
/// <param name="Start">The start, UTC.</param>
/// <param name="End">The end, UTC; the start itself when no end was said.</param>
/// <param name="LocalDate">The day of the start in the space's zone.</param>
/// <param name="AllDay">Whether it takes whole days.</param>
/// <param name="Title">Its name, in the source's language.</param>
/// <param name="Description">What happens there.</param>
/// <param name="Place">Where.</param>
/// <param name="Url">Its page.</param>
/// <param name="Cancelled">Whether it was called off.</param>
public sealed record SourceEventResponse(
    Guid Id, string Uid, DateTimeOffset Start, DateTimeOffset End, DateOnly LocalDate, bool AllDay, LocalizedText Title, LocalizedText Description,
    LocalizedText Place, string? Url, bool Cancelled)
{
    internal static SourceEventResponse Of(SourceEvent e) => new(
        e.Id, e.Uid, e.Start, e.End, e.LocalDate, e.IsAllDay, e.Title, e.Description, e.Place, e.Url, e.IsCancelled);
}
