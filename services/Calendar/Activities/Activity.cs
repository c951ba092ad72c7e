using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Everything about an activity that the programme's makers decide.</summary>
/// <param name="Series">When: one series, or several where it was changed from a date on; each ends before the next begins.</param>
public sealed record ActivityPlan(
    LocalizedText Title,
    LocalizedText Description,
    Guid? PlaceId,
    LocalizedText Place,
    Guid? OrganisationId,
    LocalizedText OrganiserName,
    IReadOnlyList<Series> Series,
    string[] SpokenLanguages,
    bool Free,
    bool NoSignUp)
{
    /// <summary>What of the space's equipment it needs, in order.</summary>
    public Guid[] EquipmentIds { get; init; } = [];

    /// <summary>What else makes it easy to come; each once, in the enumeration's order.</summary>
    public ActivityFact[] Facts { get; init; } = [];

    /// <summary>How many can sign up for one occurrence; null when there is no limit, or nothing to sign up for.</summary>
    public int? Capacity { get; init; }

    /// <summary>In which part its people run it.</summary>
    public RunBy RunBy { get; init; }

    /// <summary>What it is about: YSO keywords such as yso:p1808.</summary>
    public string[] Keywords { get; init; } = [];

    /// <summary>Whom it is for, when not for everyone: YSO keywords such as yso:p4354.</summary>
    public string[] Audience { get; init; } = [];

    /// <summary>The decision of the house meeting that it comes from; null when it was planned without one.</summary>
    public NamedDecision? Decision { get; init; }

    /// <summary>Whether the two say the same.</summary>
    public bool Says(ActivityPlan other) =>
        EquipmentIds.SequenceEqual(other.EquipmentIds)
        && SpokenLanguages.SequenceEqual(other.SpokenLanguages) && Facts.SequenceEqual(other.Facts) && Series.SequenceEqual(other.Series)
        && Keywords.SequenceEqual(other.Keywords) && Audience.SequenceEqual(other.Audience)
        && this == other with
        {
            EquipmentIds =
            EquipmentIds,
            SpokenLanguages = SpokenLanguages,
            Keywords = Keywords,
            Audience = Audience,
            Facts = Facts,
            Series = Series
        };
}

/// <summary>The decision that an activity goes back to: "you asked, we did".</summary>
/// <param name="DecisionNumber">The number in the house meeting's register, such as 7/2026.</param>
/// <param name="DecidedOn">The day of the house meeting.</param>
/// <param name="ExperimentId">The experiment that the decision started; null when it was to be done without trying.</param>
public sealed record Provenance(string DecisionNumber, DateOnly DecidedOn, Guid? ExperimentId);

/// <summary>A decision by what people know it by.</summary>
/// <param name="Number">The number in the house meeting's register, such as 7/2026.</param>
/// <param name="DecidedOn">The day of the house meeting.</param>
public sealed record NamedDecision(string Number, DateOnly DecidedOn);

/// <summary>Something that people can come to, once or again and again.</summary>
public sealed class Activity : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public LocalizedText Title { get; private set; } = LocalizedText.Empty;

    public LocalizedText Description { get; private set; } = LocalizedText.Empty;

    /// <summary>One of the space's places; wins over <see cref="Place"/>.</summary>
    public Guid? PlaceId { get; private set; }

    /// <summary>What of the space's equipment it needs, in order.</summary>
    public Guid[] EquipmentIds { get; private set; } = [];

    /// <summary>Where, when it is none of the space's places.</summary>
    public LocalizedText Place { get; private set; } = LocalizedText.Empty;

    /// <summary>The partner that runs it; null when the space does.</summary>
    public Guid? OrganisationId { get; private set; }

    /// <summary>Who runs it, when that is to be said otherwise than by the organisation's name.</summary>
    public LocalizedText OrganiserName { get; private set; } = LocalizedText.Empty;

    /// <summary>When, as planned: the rules, not the occurrences. In order; each ends before the next begins.</summary>
    public IReadOnlyList<Series> Series { get; private set; } = [];

    public string[] SpokenLanguages { get; private set; } = [];

    public bool Free { get; private set; }

    public bool NoSignUp { get; private set; }

    /// <inheritdoc cref="ActivityPlan.Facts"/>
    public ActivityFact[] Facts { get; private set; } = [];

    /// <inheritdoc cref="ActivityPlan.Capacity"/>
    public int? Capacity { get; private set; }

    /// <inheritdoc cref="ActivityPlan.RunBy"/>
    public RunBy RunBy { get; private set; }

    /// <inheritdoc cref="ActivityPlan.Keywords"/>
    public string[] Keywords { get; private set; } = [];

    /// <inheritdoc cref="ActivityPlan.Audience"/>
    public string[] Audience { get; private set; } = [];

    /// <summary>The partner's proposal it came from.</summary>
    public Guid? ProposalId { get; init; }

    /// <summary>The experiment it came from.</summary>
    public Guid? ExperimentId { get; init; }

    /// <inheritdoc cref="NamedDecision.Number"/>
    public string? DecisionNumber { get; private set; }

    /// <inheritdoc cref="NamedDecision.DecidedOn"/>
    public DateOnly? DecidedOn { get; private set; }

    /// <summary>The account of the member of staff who supervises those who run it; told to nobody outside. Null when any coordinator does.</summary>
    public string? SupervisorSubject { get; private set; }

    /// <summary>What the supervisor is called, for those who run it.</summary>
    public string? SupervisorName { get; private set; }

    /// <summary>Counter of the changes, from 1.</summary>
    public long Version { get; private set; }

    /// <summary>When it was taken out of the programme; null while it is in it. What took place stays.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>When it is next looked after: an occurrence ends, or new dates come into reach. Null when nothing more is to come.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }

    /// <summary>What is planned at present.</summary>
    public ActivityPlan ReadPlan() => new(Title, Description, PlaceId, Place, OrganisationId, OrganiserName,
        Series, SpokenLanguages, Free, NoSignUp)
    {
        EquipmentIds = EquipmentIds, Keywords = Keywords,
        Audience = Audience,
        Facts = Facts, Capacity = Capacity, RunBy = RunBy, Decision = ReadDecision()
    };

    /// <summary>Where it came from; null when it was planned without a decision.</summary>
    public Provenance? ReadProvenance() =>
        ReadDecision() is { } decision ? new(decision.Number, decision.DecidedOn, ExperimentId) : null;

    /// <summary>The decision it comes from; null when it was planned without one.</summary>
    public NamedDecision? ReadDecision() => DecisionNumber is { } number && DecidedOn is { } day ? new(number, day) : null;

    /// <summary>Names who supervises those who run it; with null, any coordinator does.</summary>
    public void SuperviseBy(string? subject, string? name) => (SupervisorSubject, SupervisorName) = (subject, name);

    /// <summary>Whether it was planned for more than one time.</summary>
    public bool Recurs => Series.Count > 1 || Series is [{ IsOnce: false }];

    /// <summary>The series that is in force on a date; null before the first.</summary>
    public Series? SeriesOf(DateOnly date) => Series.LastOrDefault(series => series.FirstDate <= date);

    /// <summary>Takes a plan, back into the programme if it had left it; false when it says nothing new.</summary>
    public bool Take(ActivityPlan plan, DateTimeOffset now)
    {
        if (Version > 0 && WithdrawnAt is null && plan.Says(ReadPlan())) return false;
        WithdrawnAt = null;
        (Title, Description, PlaceId, Place) = (plan.Title, plan.Description, plan.PlaceId, plan.Place);
        (OrganisationId, OrganiserName) = (plan.OrganisationId, plan.OrganiserName);
        Series = plan.Series;
        (Keywords, Audience) = (plan.Keywords, plan.Audience);
        (SpokenLanguages, Free, NoSignUp, Facts, Capacity, RunBy) = (plan.SpokenLanguages, plan.Free, plan.NoSignUp, plan.Facts, plan.Capacity, plan.RunBy);
        EquipmentIds = plan.EquipmentIds;
        (DecisionNumber, DecidedOn) = (plan.Decision?.Number, plan.Decision?.DecidedOn);
        Version++;
        ChangedAt = now;
        return true;
    }

    /// <summary>Leaves the programme; false when it has left already.</summary>
    public bool Withdraw(DateTimeOffset now)
    {
        if (WithdrawnAt is not null) return false;
        WithdrawnAt = ChangedAt = now;
        Version++;
        return true;
    }
}
