namespace Kivenkolo.Web.Texts;

/// <summary>How it goes with a partner's calendar that is followed.</summary>
public sealed record CalendarWords
{
    /// <summary>The label of the field.</summary>
    public required string Language { get; init; }

    /// <summary>Given the day and the time.</summary>
    public required Func<string, string> LastRead { get; init; }

    public required string NotReadYet { get; init; }

    /// <summary>Given the day on which its owner was asked.</summary>
    public required Func<string, string> Asked { get; init; }

    public required Func<string, string> Confirmed { get; init; }
    public required string Unconfirmed { get; init; }

    /// <summary>The heading of what could not be read; given how much that was.</summary>
    public required Func<int, string> LeftOut { get; init; }

    public required Func<int, string> Line { get; init; }

    /// <summary>Why it could not be pulled, by Calendar's word for it.</summary>
    public required IReadOnlyDictionary<string, string> Errors { get; init; }

    /// <summary>Why something was left out or cut, likewise.</summary>
    public required IReadOnlyDictionary<string, string> Reasons { get; init; }
}
