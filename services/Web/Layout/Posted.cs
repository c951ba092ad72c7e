using System.Globalization;
using System.Net.Mail;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.Texts;
using Microsoft.Extensions.Primitives;

namespace Kivenkolo.Web.Layout;

/// <summary>
/// A form as it was sent: the values, kept for the page when it is shown again, and what is wrong with them, by field. Before anything is
/// sent it is empty (<see cref="None"/>), so a page draws its form the same way both times.
/// </summary>
public sealed class Posted(IEnumerable<KeyValuePair<string, StringValues>> form, Words words)
{
    private readonly Dictionary<string, StringValues> values = new(form, StringComparer.Ordinal);
    private readonly Dictionary<string, string> errors = [];

    /// <summary>A form nobody has sent yet.</summary>
    public static Posted None(Words words) => new([], words);

    /// <summary>What is wrong, by the id of the field, in the order of the form.</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;

    /// <summary>Why a service refused all of it, with the language of the words.</summary>
    public FoundText? Refusal { get; private set; }

    public bool IsFine => errors.Count == 0 && Refusal is null;

    public int Status => IsFine ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;

    public string? Value(string field) => values.TryGetValue(field, out var value) ? value.ToString() : null;

    public bool Has(string field, string value) => values.TryGetValue(field, out var all) && all.Contains(value);

    /// <summary>Each value of a field that has several.</summary>
    public string[] All(string field) => values.TryGetValue(field, out var all) ? [.. all.OfType<string>()] : [];

    public string? Error(string field) => errors.GetValueOrDefault(field);

    /// <summary>Fills a field that nobody has sent.</summary>
    public Posted With(string field, string? value)
    {
        if (value is not null) values.TryAdd(field, value);
        return this;
    }

    /// <summary>Fills a field of several values that nobody has sent.</summary>
    public Posted WithAll(string field, string[] all)
    {
        values.TryAdd(field, all);
        return this;
    }

    public void Wrong(string field, string message) => errors.TryAdd(field, message);

    /// <summary>A text that must be there.</summary>
    public string Needed(string field, int most)
    {
        var text = Optional(field, most);
        if (text is null) Wrong(field, words.Forms.Needed);
        return text ?? "";
    }

    /// <summary>A text that may be left out; null when it was.</summary>
    public string? Optional(string field, int most)
    {
        var text = Value(field)?.ReplaceLineEndings("\n").Trim();
        if (string.IsNullOrEmpty(text)) return null;
        if (text.Length > most) Wrong(field, words.Forms.TooLong(most));
        return text;
    }

    /// <summary>
    /// Puts a text that may be left out among those of other languages, or takes it away when it is left empty; nothing where the form did not ask.
    /// </summary>
    public LocalizedText Into(LocalizedText texts, string language, string field, int most) =>
        Value(field) is null ? texts : texts.With(language, Optional(field, most));

    public int Number(string field, int least, int most)
    {
        var text = Needed(field, 20);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Wrong(field, text.Length > 0 && text.All(char.IsAsciiDigit) ? words.Forms.NotBetween(least, most) : words.Forms.NotANumber);
        return 0;
    }

    /// <summary>A day, as a date field sends it (2026-11-30) or as people write it (30.11.2026).</summary>
    public DateOnly Date(string field)
    {
        var text = Needed(field, 20);
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 2000 and <= 2100) return date;
        Wrong(field, words.Forms.NotADate);
        return default;
    }

    /// <summary>A time, as a time field sends it (14:00) or as people write it (14.00, 9.30).</summary>
    public TimeOnly Time(string field)
    {
        var text = Needed(field, 20).Replace('.', ':');
        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        Wrong(field, words.Forms.NotATime);
        return default;
    }

    /// <summary>One of the choices offered.</summary>
    public string Choice(string field, IReadOnlyCollection<string> offered)
    {
        var chosen = Value(field);
        if (chosen is not null && offered.Contains(chosen)) return chosen;
        Wrong(field, words.Forms.ChooseOne);
        return "";
    }

    /// <summary>One of the values of an enumeration of an API.</summary>
    public T Choice<T>(string field) where T : struct, Enum => ApiNames.Parse<T>(Choice(field, [.. ApiNames.All<T>().Select(value => value.Name())]));

    /// <summary>Some of the choices offered, at least one.</summary>
    public string[] Choices(string field, IReadOnlyCollection<string> offered)
    {
        var chosen = offered.Where(choice => Has(field, choice)).ToArray();
        if (chosen.Length == 0) Wrong(field, words.Forms.ChooseOne);
        return chosen;
    }

    /// <summary>Some of the values of an enumeration of an API, at least one.</summary>
    public T[] Choices<T>(string field) where T : struct, Enum =>
        [.. Choices(field, [.. ApiNames.All<T>().Select(value => value.Name())]).Select(name => ApiNames.Parse<T>(name))];

    public string MailAddress(string field)
    {
        var text = Needed(field, 254);
        if (text.Length > 0 && (!System.Net.Mail.MailAddress.TryCreate(text, out var address) || address.Address != text))
            Wrong(field, words.Forms.NotAnAddress);
        return text;
    }

    /// <summary>
    /// Takes in what a service answered; true when it did what was asked. Otherwise the form is shown again with the service's own words at
    /// the top, and the fields it named marked.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="at">Refusals that are about one field, and which.</param>
    public bool Took<T>(ApiResponse<T> answer, params (string Refusal, string Field)[] at) where T : class
    {
        if (answer.IsDone) return true;
        Refusal = answer.IsAway ? new(words.Language, words.Forms.TryAgain)
            : answer.Problem is { Errors.Count: 0, Title: { Length: > 0 } title } problem ? new(problem.Language, title)
            : new(words.Language, words.Forms.NotAccepted);
        foreach (var (field, messages) in answer.Problem?.Errors ?? new Dictionary<string, string[]>())
            Wrong(field, answer.Problem!.IsFor(words.Language) && messages is [{ Length: > 0 } message, ..] ? message : words.Forms.CheckThis);
        foreach (var (refusal, field) in at)
            if (answer.Problem?.Is(refusal) is true) Wrong(field, words.Forms.CheckThis);
        return false;
    }
}
