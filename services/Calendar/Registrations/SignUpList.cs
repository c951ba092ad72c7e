using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>The sign-ups of an occurrence in numbers.</summary>
/// <param name="Last">The number of the last who came.</param>
/// <param name="Taken">Places taken, offers that are still open included.</param>
/// <param name="Waiting">How many wait.</param>
internal sealed record SignUpList(int Last, int Taken, int Waiting)
{
    /// <summary>How many are in the list at all.</summary>
    public int Active => Taken + Waiting;

    /// <summary>Whether the next who comes gets a place; nobody passes those who wait.</summary>
    public bool HasRoom(int? capacity) => Waiting == 0 && (capacity is not { } places || Taken < places);

    /// <summary>The numbers as they are now.</summary>
    public static async Task<SignUpList> Read(CalendarDb db, Guid occurrenceId, CancellationToken ct) =>
        await db.Registrations.Where(r => r.OccurrenceId == occurrenceId).GroupBy(r => r.OccurrenceId)
            .Select(all => new SignUpList(
                all.Max(r => r.Number),
                all.Count(r => r.Status == RegistrationStatus.Confirmed || r.Status == RegistrationStatus.Offered),
                all.Count(r => r.Status == RegistrationStatus.Waiting)))
            .SingleOrDefaultAsync(ct) ?? new(0, 0, 0);

    /// <summary>The place in the waiting list, from 1; null for those who do not wait.</summary>
    public static async Task<int?> PlaceOf(Registration registration, CalendarDb db, CancellationToken ct) =>
        registration.Status != RegistrationStatus.Waiting ? null
        : await db.Registrations.CountAsync(
            r => r.OccurrenceId == registration.OccurrenceId && r.Status == RegistrationStatus.Waiting && r.Number <= registration.Number, ct);
}
