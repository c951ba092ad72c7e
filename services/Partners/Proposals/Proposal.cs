using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Partners.Proposals;

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    /// <summary>Waits for the coordinator.</summary>
    Received,

    /// <summary>Comes into the programme.</summary>
    Accepted,

    /// <summary>Does not; the reason says why.</summary>
    Declined,
}

/// <summary>What a partner proposes to do in the space: once or weekly, at a wall-clock time of the space. Decided once.</summary>
public sealed class Proposal : IOfSpace
{
    public required Guid SpaceId { get; init; }
    public required Guid Id { get; init; }
    public required Guid OrganisationId { get; init; }
    public required LocalizedText Title { get; init; }
    public required LocalizedText Description { get; init; }
    public required DateOnly Date { get; init; }
    public required TimeOnly Start { get; init; }
    public required int DurationMinutes { get; init; }
    public required int Weeks { get; init; }
    public required string[] SpokenLanguages { get; init; }

    /// <summary>The place of the space that the partner would like to have, by Calendar's id; null when that is left to the house.</summary>
    public Guid? PlaceId { get; init; }

    /// <summary>Whether people sign up for it; else one may just come.</summary>
    public bool NeedsSignUp { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public ProposalState State { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The coordinator's words to the partner: a note with the acceptance, the reason of the refusal.</summary>
    public string? Answer { get; private set; }

    /// <summary>The activity in the programme that the proposal became, once Calendar has told.</summary>
    public Guid? ActivityId { get; private set; }
    public uint Xmin { get; set; }

    /// <summary>Why it would be turned away on arrival; null when it is welcome.</summary>
    /// <param name="now">The space's wall clock.</param>
    internal Refusal? CheckArrival(DateTime now) =>
        Date.ToDateTime(Start) <= now ? Refusal.DatePassed
        : Date > DateOnly.FromDateTime(now).AddYears(2) ? Refusal.DateTooFar
        : null;

    /// <summary>Accepts it, unless it is decided or its last time has passed on the space's wall clock.</summary>
    internal Refusal? Accept(string? note, DateTimeOffset at, DateTime now) =>
        State == ProposalState.Received && Date.AddDays(7 * (Weeks - 1)).ToDateTime(Start) <= now ? Refusal.DatePassed
        : Decide(ProposalState.Accepted, note, at);

    /// <summary>Declines it, unless it is decided.</summary>
    internal Refusal? Decline(string reason, DateTimeOffset at) => Decide(ProposalState.Declined, reason, at);

    /// <summary>Remembers the activity it became; false when that is known already.</summary>
    internal bool Became(Guid activityId)
    {
        if (ActivityId is not null) return false;
        ActivityId = activityId;
        return true;
    }

    private Refusal? Decide(ProposalState state, string? answer, DateTimeOffset at)
    {
        if (State != ProposalState.Received) return Refusal.ProposalAlreadyDecided;
        (State, Answer, DecidedAt) = (state, answer, at);
        return null;
    }
}
