using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Participation.Ideas;

/// <summary>How far an idea has come. It only goes forward.</summary>
public enum IdeaState
{
    /// <summary>Sent in; no house meeting has been called yet.</summary>
    Idea,

    /// <summary>On a house meeting's agenda, or waiting for the next one after being carried over.</summary>
    OnAgenda,

    /// <summary>A house meeting has decided.</summary>
    Decided,

    /// <summary>The decision is being tried out.</summary>
    Experiment,
}

/// <summary>
/// What a resident proposes, in the resident's own words. The words are for staff only: they may name or hurt someone, so the public sees
/// the title that a facilitator gives the agenda item. Of times only days are kept.
/// </summary>
public sealed class Idea : IOfSpace
{
    public const int LongestText = 2000;
    public const int LongestTitle = 120;

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required string Text { get; init; }

    public required string? Title { get; init; }

    /// <summary>The language it is written in, as the resident's page had it.</summary>
    public required string Language { get; init; }

    public IdeaState State { get; private set; } = IdeaState.Idea;

    public required DateOnly SubmittedOn { get; init; }

    public DateOnly? OnAgendaSince { get; private set; }

    public DateOnly? DecidedOn { get; private set; }

    public DateOnly? ExperimentSince { get; private set; }

    /// <summary>The idea came onto an agenda; being carried from one to another changes nothing.</summary>
    internal Refusal? PutOnAgenda(DateOnly today)
    {
        if (State > IdeaState.OnAgenda) return Refusal.AgendaItemAlreadyDecided;
        State = IdeaState.OnAgenda;
        OnAgendaSince ??= today;
        return null;
    }

    /// <summary>A house meeting decided on the idea's agenda item.</summary>
    internal Refusal? Decide(DateOnly day)
    {
        if (State == IdeaState.Idea) return Refusal.AgendaItemElsewhere;
        if (State > IdeaState.OnAgenda) return Refusal.AgendaItemAlreadyDecided;
        State = IdeaState.Decided;
        DecidedOn = day;
        return null;
    }

    /// <summary>What was decided is being tried out.</summary>
    internal Refusal? StartExperiment(DateOnly today)
    {
        if (State != IdeaState.Decided) return Refusal.ExperimentAlreadyStarted;
        State = IdeaState.Experiment;
        ExperimentSince = today;
        return null;
    }
}
