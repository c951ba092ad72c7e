namespace Kivenkolo.Contracts.Partners.V1;

/// <summary>A space was opened, or its name, zone or languages changed. Carries the whole of it, so the newest is enough.</summary>
public sealed record SpaceChanged
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The space's name in addresses, such as <c>kivenkolo</c>; never changes.</summary>
    public required string Slug { get; init; }

    /// <summary>The space's name for people.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>IANA time zone of the space's wall clock, such as <c>Europe/Helsinki</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Two-digit code of the welfare area in Statistics Finland's classification, such as <c>03</c>.</summary>
    public required string WelfareAreaCode { get; init; }

    /// <summary>Languages in which everything is promised; what lacks one is shown as incomplete.</summary>
    public required string[] PromisedLanguages { get; init; }

    /// <summary>Languages offered when there is a text in them.</summary>
    public required string[] OfferedLanguages { get; init; }

    /// <summary>Counter of the space's changes, from 1; what is older than what is held is ignored.</summary>
    public required long Version { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
