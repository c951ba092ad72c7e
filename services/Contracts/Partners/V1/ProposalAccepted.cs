namespace Kivenkolo.Contracts.Partners.V1;

/// <summary>The coordinator accepted a partner's proposed activity; Calendar puts it into the programme.</summary>
public sealed record ProposalAccepted
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The proposal; one proposal becomes one activity.</summary>
    public required Guid ProposalId { get; init; }

    /// <summary>The organisation that proposed and will be credited.</summary>
    public required Guid OrganisationId { get; init; }

    /// <summary>The activity's name, public text.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>What happens there, public text.</summary>
    public required LocalizedText Description { get; init; }

    /// <summary>Date of the first occurrence in the space's zone.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Wall-clock time of the start in the space's zone.</summary>
    public required TimeOnly Start { get; init; }

    /// <summary>Length of an occurrence in minutes, 1–1440.</summary>
    public required int DurationMinutes { get; init; }

    /// <summary>How many times, once a week; 1 for a single occasion.</summary>
    public required int Weeks { get; init; }

    /// <summary>Languages spoken there, as BCP 47 tags.</summary>
    public required string[] SpokenLanguages { get; init; }

    /// <summary>The place of the space that it would like to have; null when that was left to the house.</summary>
    public Guid? PlaceId { get; init; }

    /// <summary>Whether people sign up for it; else one may just come.</summary>
    public bool NeedsSignUp { get; init; }

    /// <summary>When it was accepted, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
