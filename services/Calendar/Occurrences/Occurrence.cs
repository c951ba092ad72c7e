using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>How an occurrence stands.</summary>
public enum OccurrenceStatus
{
    /// <summary>It takes place.</summary>
    Confirmed,

    /// <summary>It was announced and does not take place; it stays visible as cancelled.</summary>
    Cancelled,

    /// <summary>The series no longer has its date; it is no longer shown. The row keeps the version going, should the date return.</summary>
    Withdrawn,

    /// <summary>It was announced and does not take place at its time; a new time will be told.</summary>
    Postponed,
}

/// <summary>What one occurrence is given apart from its series.</summary>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC, after the start.</param>
/// <param name="PlaceId">Another of the space's places.</param>
/// <param name="Place">Another place, when it is none of them.</param>
/// <param name="Note">What the public is told about it.</param>
public sealed record OccurrenceChange(DateTimeOffset Start, DateTimeOffset End, Guid? PlaceId, LocalizedText Place, LocalizedText Note);

/// <summary>
/// One time that an activity takes place: a date of the series' expansion, and what is known of this one alone (RFC 5545's override). Has its
/// own fate: a cancellation or a move outlives a change of the series.
/// </summary>
public sealed class Occurrence : IOfSpace
{
    /// <summary>Derived from activity and series date, so that planning the same again finds the same.</summary>
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid ActivityId { get; init; }

    /// <summary>The date in the series, in the space's zone: with the activity it says which occurrence this is, wherever it is moved.</summary>
    public required DateOnly SeriesDate { get; init; }

    /// <summary>When the series would have it start, UTC: RFC 5545's RECURRENCE-ID.</summary>
    public required DateTimeOffset RecurrenceId { get; set; }

    /// <summary>The date on which it takes place, in the space's zone.</summary>
    public required DateOnly LocalDate { get; set; }

    public required DateTimeOffset Start { get; set; }

    public required DateTimeOffset End { get; set; }

    /// <summary>Whether it was given a time of its own, which the series no longer changes.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>Another of the space's places than the activity's; wins over <see cref="Place"/>.</summary>
    public Guid? PlaceId { get; private set; }

    /// <summary>Another place than the activity's, when it is none of the space's places.</summary>
    public LocalizedText Place { get; private set; } = LocalizedText.Empty;

    /// <summary>What the public is told about this one alone.</summary>
    public LocalizedText Note { get; private set; } = LocalizedText.Empty;

    public OccurrenceStatus Status { get; private set; }

    /// <summary>Why it was cancelled, as told to the public.</summary>
    public LocalizedText Reason { get; private set; } = LocalizedText.Empty;

    /// <summary>Counter of the changes, from 1.</summary>
    public long Version { get; private set; } = 1;

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>When its end was told to the other services; null before.</summary>
    public DateTimeOffset? EndToldAt { get; private set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }

    /// <summary>Whether it has begun: from then on the series no longer changes it.</summary>
    public bool HasBegun(DateTimeOffset now) => Start <= now;

    /// <summary>Whether it has a time, a place or a note of its own.</summary>
    public bool HasOwnPlan => IsMoved || PlaceId is not null || !Place.IsEmpty || !Note.IsEmpty;

    /// <summary>Follows the series to this time, back into the programme if it had left it; false when nothing changes for those who come.</summary>
    public bool Follow(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        RecurrenceId = start;
        if (Status is OccurrenceStatus.Cancelled or OccurrenceStatus.Postponed) return false;
        if (IsMoved) (start, end) = (Start, End);
        if (Status == OccurrenceStatus.Confirmed && Start == start && End == end) return false;
        (Start, End, LocalDate, Status) = (start, end, IsMoved ? LocalDate : SeriesDate, OccurrenceStatus.Confirmed);
        Changed(now);
        return true;
    }

    /// <summary>Whether it is yet to take place where its activity does.</summary>
    public bool FollowsPlace(DateTimeOffset now) => Status == OccurrenceStatus.Confirmed && !HasBegun(now) && PlaceId is null && Place.IsEmpty;

    /// <summary>Follows its activity to another place.</summary>
    public void Relocate(DateTimeOffset now) => Changed(now);

    /// <summary>Whether it already is as the change says.</summary>
    public bool Says(OccurrenceChange change) => Status == OccurrenceStatus.Confirmed
        && new OccurrenceChange(Start, End, PlaceId, Place, Note) == change;

    /// <summary>Takes what it is given apart from its series; why not, when it may not be. What was postponed has its new time with that.</summary>
    public Refusal? Take(OccurrenceChange change, DateOnly localDate, DateTimeOffset now)
    {
        if (Status == OccurrenceStatus.Cancelled) return Refusal.OccurrenceCancelled;
        if (End <= now && Status != OccurrenceStatus.Postponed) return Refusal.OccurrenceEnded;
        IsMoved = IsMoved || Start != change.Start || End != change.End;
        (Start, End, LocalDate, PlaceId, Place, Note) = (change.Start, change.End, localDate, change.PlaceId, change.Place, change.Note);
        (Status, Reason) = (OccurrenceStatus.Confirmed, LocalizedText.Empty);
        Changed(now);
        return null;
    }

    /// <summary>Gives up what it had apart from its series and is again as that says.</summary>
    public Refusal? Return(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        if (Status == OccurrenceStatus.Cancelled) return Refusal.OccurrenceCancelled;
        if (End <= now || start <= now) return Refusal.OccurrenceEnded;
        (IsMoved, PlaceId, Place, Note, Reason) = (false, null, LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty);
        (RecurrenceId, Start, End, LocalDate, Status) = (start, start, end, SeriesDate, OccurrenceStatus.Confirmed);
        Changed(now);
        return null;
    }

    /// <summary>Leaves the programme because the series no longer has its date. What was cancelled stays visible as that.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        if (Status is OccurrenceStatus.Cancelled or OccurrenceStatus.Withdrawn) return;
        Status = OccurrenceStatus.Withdrawn;
        Changed(now);
    }

    /// <summary>
    /// Cancels it, once; why not, when it may not be. A second time is welcome and changes nothing. What is postponed can be cancelled at any time.
    /// </summary>
    public Refusal? Cancel(LocalizedText reason, DateTimeOffset now)
    {
        if (Status == OccurrenceStatus.Cancelled) return null;
        if (End <= now && Status != OccurrenceStatus.Postponed) return Refusal.OccurrenceEnded;
        (Status, Reason) = (OccurrenceStatus.Cancelled, reason);
        Changed(now);
        return null;
    }

    /// <summary>Postpones it, once; why not, when it may not be.</summary>
    public Refusal? Postpone(LocalizedText reason, DateTimeOffset now)
    {
        if (Status == OccurrenceStatus.Postponed) return null;
        if (Status == OccurrenceStatus.Cancelled) return Refusal.OccurrenceCancelled;
        if (End <= now) return Refusal.OccurrenceEnded;
        (Status, Reason) = (OccurrenceStatus.Postponed, reason);
        Changed(now);
        return null;
    }

    /// <summary>Ends it, once; false when it does not end now: it was cancelled or withdrawn, was moved to later, or has been told of.</summary>
    public bool TellEnd(DateTimeOffset now)
    {
        if (Status != OccurrenceStatus.Confirmed || End > now || EndToldAt is not null) return false;
        EndToldAt = now;
        return true;
    }

    private void Changed(DateTimeOffset now)
    {
        Version++;
        ChangedAt = now;
    }
}
