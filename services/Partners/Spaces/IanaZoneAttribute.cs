using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Kivenkolo.Partners.Spaces;

/// <summary>A time zone by its IANA name, known to this system.</summary>
internal sealed class IanaZoneAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is string zone && zone.Length <= 60 && IsIana(zone));

    public override string FormatErrorMessage(string name) => "A time zone by its IANA name, such as Europe/Helsinki.";

    // A zone without a slash is one of the legacy links (EET, Japan) whose rules have changed under people; UTC is the one with a meaning.
    private static bool IsIana(string zone) =>
        (zone == "UTC" || zone.Contains('/', StringComparison.Ordinal))
        && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId;
}
