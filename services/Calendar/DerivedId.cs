using System.Globalization;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar;

/// <summary>The names of Calendar's deterministic ids.</summary>
internal static class DerivedId
{
    /// <summary>The occurrence of an activity on a date.</summary>
    public static Guid Of(Guid activityId, DateOnly date) =>
        DeterministicId.Of($"occurrence:{activityId:D}:{date.ToString("O", CultureInfo.InvariantCulture)}");

    /// <summary>The activity that comes from something: one proposal, one experiment.</summary>
    public static Guid OfActivity(string origin, Guid id) => DeterministicId.Of($"activity:{origin}:{id:D}");

    /// <summary>A week of a space, as what is changed when it is published.</summary>
    public static Guid OfWeek(Guid spaceId, Weeks.IsoWeek week) => DeterministicId.Of($"week:{spaceId:D}:{week}");

    /// <summary>What a space counts, as what is changed when it is chosen anew.</summary>
    public static Guid OfCategories(Guid spaceId) => DeterministicId.Of($"categories:{spaceId:D}");

    /// <summary>The figures of a space that are brought in from a file, as what is changed then.</summary>
    public static Guid OfImport(Guid spaceId) => DeterministicId.Of($"import:{spaceId:D}");

    /// <summary>A figure that was brought in from a file: one for each period and scope of a space.</summary>
    public static Guid OfHistory(Guid spaceId, string periodAndScope) => DeterministicId.Of($"history:{spaceId:D}:{periodAndScope}");

    /// <summary>A keyword of a space, as what is changed when it is named.</summary>
    public static Guid OfKeyword(Guid spaceId, Keywords.KeywordId keyword) => DeterministicId.Of($"keyword:{spaceId:D}:{keyword}");

    /// <summary>A mail to someone who signed up, about one thing at one time.</summary>
    public static Guid OfLetter(Guid registrationId, Registrations.LetterKind kind, DateTimeOffset of, int change) =>
        DeterministicId.Of(string.Create(CultureInfo.InvariantCulture, $"letter:{registrationId:D}:{kind}:{of.UtcTicks}:{change}"));

    /// <summary>The mailboxes of one bucket, as what is changed when a mail goes out.</summary>
    public static Guid OfMailbox(int addressBucket) => DeterministicId.Of(string.Create(CultureInfo.InvariantCulture, $"mailbox:{addressBucket}"));

    /// <summary>One time of an event that a source tells of.</summary>
    public static Guid OfSourceEvent(Guid sourceId, string uid, string key) => DeterministicId.Of($"source:{sourceId:D}:{key}:{uid}");

    /// <summary>The question of this number to whoever looks after a source.</summary>
    public static Guid OfSourceQuestion(Guid sourceId, long question) =>
        DeterministicId.Of(string.Create(CultureInfo.InvariantCulture, $"source-question:{sourceId:D}:{question}"));
}
