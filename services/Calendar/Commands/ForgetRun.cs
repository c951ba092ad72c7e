namespace Kivenkolo.Calendar.Commands;

/// <summary>Calendar to itself, due when someone's hours for an occurrence have been kept long enough.</summary>
public sealed record ForgetRun
{
    public required Guid SpaceId { get; init; }

    public required Guid RunId { get; init; }
}
