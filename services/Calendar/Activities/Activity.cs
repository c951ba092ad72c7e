using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Messaging;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Everything about an activity that the programme's makers decide.</summary>
public sealed record ActivityPlan(
    LocalizedText Title,
    LocalizedText Description,
    Guid? PlaceId,
    LocalizedText Place,
    Guid? OrganisationId,
    LocalizedText OrganiserName,
    Series Series,
    string[] SpokenLanguages,
    bool Free,
    bool NoSignUp)
{
    /// <summary>What else makes it easy to come; each once, in the enumeration's order.</summary>
    public ActivityFact[] Facts { get; init; } = [];

    /// <summary>How many can sign up for one occurrence; null when there is no limit, or nothing to sign up for.</summary>
    public int? Capacity { get; init; }

    /// <summary>In which part its people run it.</summary>
    public RunBy RunBy { get; init; }

    /// <summary>Whether the two say the same.</summary>
    public bool Says(ActivityPlan other) =>
        SpokenLanguages.SequenceEqual(other.SpokenLanguages) && Facts.SequenceEqual(other.Facts)
        && this == other with { SpokenLanguages = SpokenLanguages, Facts = Facts };
}

/// <summary>The decision that an activity goes back to: "you asked, we did".</summary>
/// <param name="DecisionNumber">The number in the house meeting's register, such as 7/2026.</param>
/// <param name="DecidedOn">The day of the house meeting.</param>
/// <param name="ExperimentId">The experiment that the decision started.</param>
public sealed record Provenance(string DecisionNumber, DateOnly DecidedOn, Guid ExperimentId);

/// <summary>Something that people can come to, once or every week.</summary>
public sealed class Activity : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public LocalizedText Title { get; private set; } = LocalizedText.Empty;

    public LocalizedText Description { get; private set; } = LocalizedText.Empty;

    /// <summary>One of the space's places; wins over <see cref="Place"/>.</summary>
    public Guid? PlaceId { get; private set; }

    /// <summary>Where, when it is none of the space's places.</summary>
    public LocalizedText Place { get; private set; } = LocalizedText.Empty;

    /// <summary>The partner that runs it; null when the space does.</summary>
    public Guid? OrganisationId { get; private set; }

    /// <summary>Who runs it, when that is to be said otherwise than by the organisation's name.</summary>
    public LocalizedText OrganiserName { get; private set; } = LocalizedText.Empty;

    public DateOnly FirstDate { get; private set; }

    public TimeOnly Start { get; private set; }

    public int DurationMinutes { get; private set; }

    public int Weeks { get; private set; }

    public string[] SpokenLanguages { get; private set; } = [];

    public bool Free { get; private set; }

    public bool NoSignUp { get; private set; }

    /// <inheritdoc cref="ActivityPlan.Facts"/>
    public ActivityFact[] Facts { get; private set; } = [];

    /// <inheritdoc cref="ActivityPlan.Capacity"/>
    public int? Capacity { get; private set; }

    /// <inheritdoc cref="ActivityPlan.RunBy"/>
    public RunBy RunBy { get; private set; }

    /// <summary>The partner's proposal it came from.</summary>
    public Guid? ProposalId { get; init; }

    /// <summary>The experiment it came from.</summary>
    public Guid? ExperimentId { get; init; }

    public string? DecisionNumber { get; init; }

    public DateOnly? DecidedOn { get; init; }

    /// <summary>Counter of the changes, from 1.</summary>
    public long Version { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }

    /// <summary>What is planned at present.</summary>
    public ActivityPlan ReadPlan() => new(Title, Description, PlaceId, Place, OrganisationId, OrganiserName,
        new Series(FirstDate, Start, DurationMinutes, Weeks), SpokenLanguages, Free, NoSignUp) { Facts = Facts, Capacity = Capacity, RunBy = RunBy };

    /// <summary>Where it came from; null when it was planned without a decision.</summary>
    public Provenance? ReadProvenance() =>
        ExperimentId is { } experiment && DecisionNumber is { } number && DecidedOn is { } day ? new(number, day, experiment) : null;

    /// <summary>Takes a plan; false when it says nothing new.</summary>
    public bool Take(ActivityPlan plan, DateTimeOffset now)
    {
        if (Version > 0 && plan.Says(ReadPlan())) return false;
        (Title, Description, PlaceId, Place) = (plan.Title, plan.Description, plan.PlaceId, plan.Place);
        (OrganisationId, OrganiserName) = (plan.OrganisationId, plan.OrganiserName);
        (FirstDate, Start, DurationMinutes, Weeks) = plan.Series;
        (SpokenLanguages, Free, NoSignUp, Facts, Capacity, RunBy) = (plan.SpokenLanguages, plan.Free, plan.NoSignUp, plan.Facts, plan.Capacity, plan.RunBy);
        Version++;
        ChangedAt = now;
        return true;
    }
}
