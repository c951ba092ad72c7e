using Kivenkolo.Calendar.Problems;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Places;

/// <summary>How a wish stands.</summary>
public enum WishState
{
    /// <summary>It waits for an answer.</summary>
    Open,

    /// <summary>The place is the partner's then, as an activity of the programme.</summary>
    Accepted,

    /// <summary>The partner cannot have it.</summary>
    TurnedDown,
}

/// <summary>That a partner would like to have a place for a time. It is in nobody's way; those who plan the programme answer it, once.</summary>
public sealed class Wish : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    /// <summary>The partner that wishes.</summary>
    public required Guid OrganisationId { get; init; }

    public required Guid PlaceId { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Start { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset End { get; set; }

    public WishState State { get; private set; }

    /// <summary>The activity that it became; null until it is accepted.</summary>
    public Guid? ActivityId { get; private set; }

    /// <summary>Accepts it, once; why not, when it may not be. A second time is welcome.</summary>
    public Refusal? Accept(Guid activityId, DateTimeOffset now)
    {
        if (State == WishState.TurnedDown) return Refusal.WishAlreadyAnswered;
        if (State == WishState.Open && Start <= now) return Refusal.OccurrenceEnded;
        (State, ActivityId) = (WishState.Accepted, activityId);
        return null;
    }

    /// <summary>Turns it down, once; why not, when it may not be. A second time is welcome.</summary>
    public Refusal? TurnDown()
    {
        if (State == WishState.Accepted) return Refusal.WishAlreadyAnswered;
        State = WishState.TurnedDown;
        return null;
    }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }
}
