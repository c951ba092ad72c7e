using System.Security.Claims;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.Texts;

namespace Kivenkolo.Web.Layout;

/// <summary>Who reads this page, in which language, of which space. One for each request; every component has it.</summary>
public sealed class Reader(TimeProvider clock)
{
    // What a space speaks while nobody can say: the statutory languages, plain Finnish and English.
    private static readonly string[] UsualLanguages = ["fi", "fi-simple", "sv", "en"];

    /// <summary>The language asked for in the path; texts of the programme are looked up by it.</summary>
    public string Language { get; private set; } = "fi";

    /// <summary>The house's own texts; for a language it does not speak, English: Finnish is what its readers are still learning.</summary>
    public Words Words { get; private set; } = Words.For("fi");

    /// <summary>The space by the name in the path; null on pages of no space.</summary>
    public string? Slug { get; private set; }

    /// <summary>The space as Partners tells it; null while Partners is away and was not heard before.</summary>
    public SpaceResponse? Space { get; private set; }

    public ClaimsPrincipal User { get; private set; } = new(new ClaimsIdentity());

    /// <summary>The token to call services with; null for those not signed in.</summary>
    public string? AccessToken { get; private set; }

    /// <summary>The path after language and space, such as "/say"; the same page in another language has the same rest.</summary>
    public string Rest { get; private set; } = "";

    /// <summary>The public address of the house, without a path.</summary>
    public string Host { get; private set; } = "";

    public string Direction => LanguageTag.Direction(Words.Language);

    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(Space?.TimeZone ?? "Europe/Helsinki", out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Now, by the clock on the space's wall.</summary>
    public DateTimeOffset Now => TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone);

    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    /// <summary>The tags under which this space's pages are offered: promised, then offered.</summary>
    public IReadOnlyList<string> Languages =>
        Space is null ? UsualLanguages : [.. Space.PromisedLanguages.Concat(Space.OfferedLanguages).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The space's name for this reader; the slug when the name is not known.</summary>
    public FoundText SpaceName =>
        Space?.Name.Find(Language) ?? new FoundText("fi", Slug is { Length: > 0 } slug ? char.ToUpperInvariant(slug[0]) + slug[1..] : "Kivenkolo");

    public bool IsSignedIn => User.Identity?.IsAuthenticated == true;

    /// <summary>Whether the reader has one of the roles in this space.</summary>
    public bool Is(params Role[] roles) => Slug is { } slug && roles.Any(role => User.IsStaff(slug, role));

    public bool WorksHere => Is(Enum.GetValues<Role>());

    /// <summary>The address of the week as people type it, without the scheme.</summary>
    public string HostAndPath => HostAlone + To();

    private string HostAlone => Host[(Host.IndexOf("://", StringComparison.Ordinal) + 3)..];

    /// <summary>The address at which a calendar subscribes to the programme; to a part of it, such as <c>Feed("activities/…/")</c>.</summary>
    public string Feed(string which = "") => $"webcal://{HostAlone}/feeds/{Slug}/{which}calendar.{Language}.ics";

    /// <summary>An address of this space in this language: <c>To("/say")</c>.</summary>
    public string To(string rest = "") => $"/{Language}/{Slug}{rest}";

    /// <summary>The local day of an instant.</summary>
    public DateOnly Local(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>Whether a text is in another language than the one asked for, which the reader must be told.</summary>
    public bool IsOther(FoundText found) => !Language.Equals(found.Language, StringComparison.OrdinalIgnoreCase);

    public void Reads(string language) => (Language, Words) = (language.ToLowerInvariant(), Words.Find(language) ?? Words.For("en"));

    public void IsAt(string? slug, SpaceResponse? space, string rest, string host) => (Slug, Space, Rest, Host) = (slug, space, rest, host);

    public void Is(ClaimsPrincipal user, string? accessToken) => (User, AccessToken) = (user, accessToken);

    /// <summary>Reads what another reads.</summary>
    internal void Follows(Reader other)
    {
        (Language, Words, Slug, Space, Rest, Host) = (other.Language, other.Words, other.Slug, other.Space, other.Rest, other.Host);
        Is(other.User, other.AccessToken);
    }

    /// <summary>A key that makes a form's sending count once, however often it is sent.</summary>
    public string NewKey() => Guid.CreateVersion7(clock.GetUtcNow()).ToString();
}
