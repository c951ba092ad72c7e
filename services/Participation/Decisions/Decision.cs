using System.Globalization;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Participation.Decisions;

/// <summary>How a house meeting came to its decision.</summary>
public enum DecisionMethod
{
    /// <summary>Talked over until nobody was against.</summary>
    Consensus,

    /// <summary>Voted.</summary>
    Vote,

    /// <summary>Drawn by lot.</summary>
    Lot,
}

/// <summary>A line of the decision register. Never changed and never removed; the database refuses both.</summary>
public sealed class Decision : IOfSpace
{
    public const int LongestText = 2000;

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid MeetingId { get; init; }

    public required Guid AgendaItemId { get; init; }

    /// <summary>The register's year, that of the meeting's day.</summary>
    public required int Year { get; init; }

    /// <summary>Counts from 1 within the space and year, without gaps.</summary>
    public required int Sequence { get; init; }

    public required LocalizedText Text { get; init; }

    public required DecisionMethod Method { get; init; }

    /// <summary>The day of the meeting in the space's zone.</summary>
    public required DateOnly DecidedOn { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>As people write it: <c>7/2026</c>.</summary>
    public string Number => Numbered(Sequence, Year);

    public static string Numbered(int sequence, int year) => string.Create(CultureInfo.InvariantCulture, $"{sequence}/{year}");
}

/// <summary>The last number given in a space's register of a year. Its row is locked while a number is taken, so that none is skipped.</summary>
public sealed class RegisterYear : IOfSpace
{
    public required Guid SpaceId { get; init; }

    public required int Year { get; init; }

    public required int LastSequence { get; init; }
}
