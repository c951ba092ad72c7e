using System.Globalization;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Sources;

/// <summary>Times and lengths as iCalendar writes them (RFC 5545 sections 3.3.4 to 3.3.6).</summary>
internal static class IcsTimes
{
    /// <summary>Years that a calendar of a community house can mean.</summary>
    public const int FirstYear = 1970;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 2100;

    private const int MostDays = 3660;

    /// <summary>A date (20261123), a local time (20261123T140000) or one in UTC (20261123T120000Z).</summary>
    /// <param name="value">As written.</param>
    /// <param name="zone">IANA zone of a local time; null for the reader's own clock.</param>
    /// <param name="time">What it says.</param>
    public static bool TryRead(ReadOnlySpan<char> value, string? zone, out OutsideTime time)
    {
        var utc = value.Length == 16 && value[15] is 'Z' or 'z';
        var isDate = value.Length == 8;
        var read = isDate || value.Length == 15 || utc
            ? DateTime.TryParseExact(utc ? value[..15] : value, isDate ? "yyyyMMdd" : "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var wall)
            : Nothing(out wall);
        time = read ? new OutsideTime(wall, utc ? ZoneNames.Utc : isDate ? null : zone, isDate) : default;
        return read && wall.Year is >= FirstYear and <= LastYear;
    }

    /// <summary>A length such as PT1H30M, P1D or P2W, not negative and at most ten years.</summary>
    public static bool TryReadLength(ReadOnlySpan<char> value, out TimeSpan length)
    {
        length = default;
        var at = value.StartsWith("+") ? 1 : 0;
        if (value.Length <= at + 2 || value[at++] is not ('P' or 'p')) return false;
        var (days, seconds, inTime, any) = (0L, 0L, false, false);
        while (at < value.Length)
        {
            if (value[at] is 'T' or 't')
            {
                if (inTime) return false;
                (inTime, any) = (true, false);
                at++;
                continue;
            }
            var digits = at;
            while (at < value.Length && char.IsAsciiDigit(value[at])) at++;
            if (at == digits || at - digits > 9 || at == value.Length) return false;
            var number = long.Parse(value[digits..at], NumberStyles.None, CultureInfo.InvariantCulture);
            switch (char.ToUpperInvariant(value[at++]), inTime)
            {
                case ('W', false): days += 7 * number; break;
                case ('D', false): days += number; break;
                case ('H', true): seconds += 3600 * number; break;
                case ('M', true): seconds += 60 * number; break;
                case ('S', true): seconds += number; break;
                default: return false;
            }
            any = true;
        }
        if (!any || days + (seconds / 86400) > MostDays) return false;
        length = TimeSpan.FromSeconds((days * 86400) + seconds);
        return true;
    }

    private static bool Nothing(out DateTime none)
    {
        none = default;
        return false;
    }
}
