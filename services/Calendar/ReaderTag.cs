using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar;

/// <summary>The language that a reader asks for, well formed; anything else is turned away under the parameter's name.</summary>
public readonly record struct ReaderTag(string Tag) : IParsable<ReaderTag>
{
    /// <inheritdoc/>
    public static ReaderTag Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var tag) ? tag : throw new FormatException("A language tag such as fi or fi-simple is expected.");

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out ReaderTag result)
    {
        var isTag = LanguageTag.IsWellFormed(s);
        result = isTag ? new(s!.ToLowerInvariant()) : default;
        return isTag;
    }

    /// <inheritdoc/>
    public override string ToString() => Tag;
}
