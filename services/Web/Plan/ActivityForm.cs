using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Plan;

/// <summary>What the form of an activity can offer to choose from; null while the service that knows is away: then what was chosen stays.</summary>
public sealed record ActivityChoices(
    IReadOnlyList<Place>? Places, IReadOnlyList<Equipment>? Equipment, IReadOnlyList<Keyword>? Keywords, IReadOnlyList<Organisation>? Organisations,
    IReadOnlyList<PlannableDecision>? Decisions);

/// <summary>The fields of an activity beside its names and its times, and the activity that Calendar keeps.</summary>
internal static partial class ActivityForm
{
    public const int MostPlaces = 1000;

    /// <summary>In which part its people run it.</summary>
    public static readonly string[] RunBy = ["staff", "resident", "student", "partner"];

    /// <summary>What makes it easy to come, beside costing nothing and needing no sign-up.</summary>
    public static readonly string[] Facts = ["come-late", "bring-child", "interpreter", "step-free", "hearing-loop", "quiet-hour"];

    private const int LongestName = 200;
    private const int LongestKeywords = 600;

    /// <summary>Fills the fields with an activity as Calendar keeps it.</summary>
    public static void Fill(Posted posted, JsonObject activity, string language)
    {
        posted.With("placeId", (string?)activity["placeId"]).With("place", (string?)activity["place"]?[language])
            .With("capacity", ((int?)activity["capacity"])?.ToString(CultureInfo.InvariantCulture))
            .With("runBy", (string?)activity["runBy"]).With("organisationId", (string?)activity["organisationId"]).With("organiserName", (string?)activity["organiserName"]?[language]);
        posted.WithAll("facts", [.. (bool)activity["free"]! ? ["free"] : (string[])[], .. (bool)activity["noSignUp"]! ? ["no-sign-up"] : (string[])[], .. All("facts")]);
        foreach (var field in (string[])["spokenLanguages", "equipmentIds", "keywords", "audience"]) posted.WithAll(field, All(field));

        string[] All(string field) => [.. (activity[field]?.AsArray() ?? []).Select(one => (string)one!)];
    }

    /// <summary>Puts what the form says into the activity; what it did not ask about stays as it is.</summary>
    public static void Read(Posted posted, JsonObject activity, Reader reader)
    {
        if (posted.Value("placeId") is { } place) activity["placeId"] = Guid.TryParse(place, out var inHouse) ? inHouse : null;
        Text("place");
        if (Guid.TryParse(posted.Value("decisionId"), out var decision)) activity["decisionId"] = decision;
        activity["free"] = posted.Has("facts", "free");
        activity["noSignUp"] = posted.Has("facts", "no-sign-up");
        activity["facts"] = Strings(Facts.Where(fact => posted.Has("facts", fact)));
        if (string.IsNullOrWhiteSpace(posted.Value("capacity"))) activity.Remove("capacity");
        else activity["capacity"] = posted.Number("capacity", 1, MostPlaces);

        activity["spokenLanguages"] = Chosen("spokenLanguages");
        activity["runBy"] = posted.Choice("runBy", RunBy);
        if (posted.Value("organisationId") is { } organisation) activity["organisationId"] = Guid.TryParse(organisation, out var id) ? id : null;
        Text("organiserName");
        if (posted.Has("asked", "equipmentIds")) activity["equipmentIds"] = Chosen("equipmentIds");
        foreach (var field in (string[])["keywords", "audience"]) activity[field] = Chosen(field, Written($"more-{field}"));

        void Text(string field)
        {
            var texts = activity[field]?.DeepClone().AsObject() ?? [];
            posted.Into(texts, reader.Language, field, LongestName);
            activity[field] = texts;
        }

        // In the order in which they were, the new ones behind.
        JsonArray Chosen(string field, IEnumerable<string>? more = null)
        {
            var before = (activity[field]?.AsArray() ?? []).Select(one => (string)one!).ToList();
            return Strings(before.Where(one => posted.Has(field, one)).Concat(posted.All(field)).Concat(more ?? []).Distinct());
        }

        IEnumerable<string> Written(string field)
        {
            foreach (var word in (posted.Optional(field, LongestKeywords) ?? "").Split(SeriesForm.Separators, StringSplitOptions.RemoveEmptyEntries))
            {
                if (YsoConcept().Match(word) is { Success: true } concept) yield return $"yso:{concept.Groups[1].Value}";
                else posted.Wrong(field, reader.Words.Plan.NotKeywords);
            }
        }
    }

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    [GeneratedRegex(@"^(?:yso:|https?://www\.yso\.fi/onto/yso/)?(p[1-9][0-9]{0,9})\z")]
    private static partial Regex YsoConcept();
}
