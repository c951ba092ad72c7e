using System.Globalization;
using Kivenkolo.Contracts;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>What is asked of a list, read parameter by parameter; what cannot be read is kept with the parameter's name.</summary>
internal sealed class LinkedQuery(IQueryCollection query)
{
    /// <summary>The most resources a page has.</summary>
    public const int MostPerPage = 100;

    private const int UsualPerPage = 20;
    private const int LastPage = 10_000;
    private const int LongestText = 200;
    private const int MostInList = 100;

    private readonly Dictionary<string, string[]> errors = [];

    public int Page => Number("page", 1, LastPage);

    public int PageSize => Number("page_size", UsualPerPage, MostPerPage);

    /// <summary>The answer when a parameter could not be read; null when all could.</summary>
    public ValidationProblem? Refusal() => errors.Count == 0 ? null : TypedResults.ValidationProblem(errors);

    /// <summary>A text to look for, as a pattern of ILIKE; null when there is none.</summary>
    public string? Text(string name) => One(name) is not { } text ? null
        : text.Length <= LongestText && !text.Any(char.IsControl)
            ? "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
                .Replace("_", @"\_", StringComparison.Ordinal) + "%"
            : Wrong<string?>(name, $"a text of at most {LongestText} characters");

    /// <summary>Values separated by commas; null when there are none.</summary>
    public string[]? List(string name)
    {
        if (One(name) is not { } text) return null;
        var values = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return values.Length <= MostInList && values.All(value => value.Length <= LongestText) && !text.Any(char.IsControl)
            ? values
            : Wrong<string[]?>(name, $"at most {MostInList} values of at most {LongestText} characters, separated by commas");
    }

    /// <summary>Values separated by commas, each one of those known; null when there are none.</summary>
    public string[]? List(string name, params string[] known) =>
        List(name) is not { } values || values.All(known.Contains) ? List(name) : Wrong<string[]?>(name, string.Join(", ", known));

    /// <summary>One value of those known; null when there is none.</summary>
    public string? OneOf(string name, params string[] known) => One(name) is not { } value || known.Contains(value) ? One(name)
        : Wrong<string?>(name, $"one of {string.Join(", ", known)}");

    /// <summary>Ids of Kivenkolo's; those of others name nothing here.</summary>
    public Guid[]? Ids(string name) => List(name) is { } ids ? [.. ids.Select(LinkedAddresses.Read).OfType<Guid>()] : null;

    /// <summary>A language tag, in lower case; null when there is none. Linked Events writes zh_hans for zh-hans.</summary>
    public string? Language(string name) => One(name)?.Replace('_', '-').ToLowerInvariant() is not { } tag ? null
        : LanguageTag.IsWellFormed(tag) ? tag : Wrong<string?>(name, "a language such as fi or fi-simple");

    public bool Truth(string name) => One(name) switch
    {
        null or "false" or "0" or "False" => false,
        "true" or "1" or "True" => true,
        _ => Wrong<bool>(name, "true or false"),
    };

    /// <summary>An instant, a date, <c>today</c> or <c>now</c>; null when it is not asked for.</summary>
    public LinkedTime? Time(string name, DateTimeOffset now) => One(name) switch
    {
        null => null,
        "now" => new(now, null),
        "today" => new(null, null),
        { } text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => new(null, date),
        { } text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var instant)
            && text.Length > 10 && text[4] == '-' => new(instant, null),
        _ => Wrong<LinkedTime?>(name, "2026-11-23, 2026-11-23T12:00:00Z, today or now"),
    };

    /// <summary>What a page says of the whole, with the addresses of the pages beside it.</summary>
    public LinkedMeta MetaOf(string list, int count)
    {
        return new(count, Page * PageSize < count ? At(Page + 1) : null, Page > 1 ? At(Page - 1) : null);

        string At(int page)
        {
            var asked = query.Where(parameter => parameter.Key != "page").Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value));
            return list + new QueryBuilder(asked) { { "page", page.ToString(CultureInfo.InvariantCulture) } };
        }
    }

    private int Number(string name, int usual, int most) => One(name) is not { } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : Wrong(name, $"a number from 1 to {most}", usual);

    private string? One(string name) => query[name] is [.., { Length: > 0 } last] ? last : null;

    private T Wrong<T>(string name, string expected, T instead = default!)
    {
        errors[name] = [$"Expected: {expected}."];
        return instead;
    }
}

/// <summary>A bound of time: an instant, or else the beginning of a day where the event is; today's when no day is given.</summary>
internal sealed record LinkedTime(DateTimeOffset? Instant, DateOnly? Date);

/// <summary>The parameters of a list, for the API document; they are read by <see cref="LinkedQuery"/>, which names the one that is wrong.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1–100; 20 when left out.</param>
internal record struct LinkedListParameters([property: FromQuery(Name = "page")] string? Page, [property: FromQuery(Name = "page_size")] string? PageSize);
