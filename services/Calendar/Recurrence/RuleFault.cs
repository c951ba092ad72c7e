namespace Kivenkolo.Calendar.Recurrence;

/// <summary>What is wrong with a part of a recurrence rule.</summary>
public enum RuleFaultKind
{
    /// <summary>It is not written as the grammar says.</summary>
    Malformed,

    /// <summary>It must be there and is not.</summary>
    Missing,

    /// <summary>It is there more than once.</summary>
    Repeated,

    /// <summary>The standard knows no such part.</summary>
    Unknown,

    /// <summary>The standard knows it; this calendar, whose activities begin at one time of a day, does not take it.</summary>
    NotTaken,

    /// <summary>A number or a date in it is too small or too large.</summary>
    OutOfRange,

    /// <summary>The standard does not allow it beside another part, or without one.</summary>
    Misplaced,

    /// <summary>It is longer than a rule may be.</summary>
    TooLong,
}

/// <summary>Why a text is not taken as a recurrence rule.</summary>
/// <param name="Part">The name of the part at fault, such as BYHOUR; RRULE when it is the whole. Never more than 20 letters, digits and hyphens.</param>
/// <param name="Kind">What is wrong with it.</param>
public sealed record RuleFault(string Part, RuleFaultKind Kind)
{
    /// <summary>The standard that defines the part.</summary>
    public string Section => Part is "RSCALE" or "SKIP" ? "RFC 7529 section 4" : "RFC 5545 section 3.3.10";
}
