using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Participation.HouseMeetings;

/// <summary>Where a house meeting is.</summary>
public enum MeetingState
{
    /// <summary>Called: its agenda is open to all.</summary>
    Called,

    /// <summary>Over: the number present is known and nothing is decided there any more.</summary>
    Closed,
}

/// <summary>A house meeting: the residents' own, where the house decides.</summary>
public sealed class HouseMeeting : IOfSpace
{
    /// <summary>The most items on one agenda; an idea that finds it full waits for the next meeting.</summary>
    public const int MostItems = 200;

    /// <summary>The most people that can be recorded as present.</summary>
    public const int MostPresent = 1000;

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    /// <summary>The day in the space's zone.</summary>
    public required DateOnly Date { get; set; }

    /// <summary>Wall-clock time of the start in the space's zone.</summary>
    public required TimeOnly Start { get; set; }

    public required LocalizedText? Title { get; set; }

    /// <summary>How many were present; known once the meeting is closed.</summary>
    public int? PresentCount { get; private set; }

    /// <summary>How many items were left undecided and went on to the next meeting; known once the meeting is closed.</summary>
    public int? CarriedOver { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public uint Xmin { get; init; }

    public MeetingState State => ClosedAt is null ? MeetingState.Called : MeetingState.Closed;

    /// <summary>Why a meeting that was closed before does not close again; null when it may, or when the number is the same.</summary>
    internal Refusal? CheckClosing(int present) => ClosedAt is not null && PresentCount != present ? Refusal.MeetingAlreadyClosed : null;

    public void Close(int present, int carriedOver, DateTimeOffset now) => (PresentCount, CarriedOver, ClosedAt) = (present, carriedOver, now);

    /// <summary>Why the meeting cannot be moved or renamed; null when it can.</summary>
    internal Refusal? CheckChange(DateOnly date, TimeOnly start, LocalizedText? title, bool hasDecisions)
    {
        if (date == Date && start == Start && Equals(title, Title)) return null;
        if (ClosedAt is not null) return Refusal.MeetingClosed;
        return hasDecisions && date != Date ? Refusal.MeetingHasDecisions : null;
    }
}

/// <summary>
/// One matter of an agenda. One that comes from a resident's idea has no title until a facilitator words it: until then the public reads
/// only that a resident has an idea. Undecided items move to the next meeting's agenda.
/// </summary>
public sealed class AgendaItem : IOfSpace
{
    public const int LongestTitle = 200;

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    /// <summary>The meeting; null while the item waits for one to be called.</summary>
    public required Guid? MeetingId { get; set; }

    /// <summary>The idea it comes from; null when staff put it there.</summary>
    public required Guid? IdeaId { get; init; }

    /// <summary>The matter in public words; null for an idea that nobody has worded yet.</summary>
    public required LocalizedText? Title { get; set; }

    public required DateOnly AddedOn { get; init; }

    /// <summary>How many meetings have passed it on undecided.</summary>
    public int TimesCarried { get; private set; }

    public void CarryTo(Guid? meetingId)
    {
        MeetingId = meetingId;
        TimesCarried++;
    }
}
