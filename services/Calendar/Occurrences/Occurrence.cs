using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Messaging;

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
}

/// <summary>One time that an activity takes place. Has its own fate: a cancellation outlives a change of the series.</summary>
public sealed class Occurrence : IOfSpace
{
    /// <summary>Derived from activity and date, so that planning the same again finds the same.</summary>
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid ActivityId { get; init; }

    /// <summary>The date in the series, in the space's zone.</summary>
    public required DateOnly LocalDate { get; init; }

    public required DateTimeOffset Start { get; set; }

    public required DateTimeOffset End { get; set; }

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

    /// <summary>Follows the series to this time, back into the programme if it had left it; false when it is there already or cancelled.</summary>
    public bool Follow(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        if (Status == OccurrenceStatus.Cancelled) return false;
        if (Status == OccurrenceStatus.Confirmed && Start == start && End == end) return false;
        (Start, End, Status) = (start, end, OccurrenceStatus.Confirmed);
        Changed(now);
        return true;
    }

    /// <summary>Leaves the programme because the series no longer has its date. What was cancelled stays visible as that.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        if (Status != OccurrenceStatus.Confirmed) return;
        Status = OccurrenceStatus.Withdrawn;
        Changed(now);
    }

    /// <summary>Cancels it, once; why not, when it may not be. A second time is welcome and changes nothing.</summary>
    public Refusal? Cancel(LocalizedText reason, DateTimeOffset now)
    {
        if (Status == OccurrenceStatus.Cancelled) return null;
        if (End <= now) return Refusal.OccurrenceHasEnded;
        (Status, Reason) = (OccurrenceStatus.Cancelled, reason);
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
