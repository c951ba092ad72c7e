using System.Globalization;
using System.Text.RegularExpressions;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Plan;

/// <summary>What the form of an activity can offer to choose from; null while the service that knows is away: then what was chosen stays.</summary>
public sealed record ActivityChoices(
    IReadOnlyList<PlaceResponse>? Places, IReadOnlyList<EquipmentResponse>? Equipment, IReadOnlyList<KeywordResponse>? Keywords,
    IReadOnlyList<OrganisationResponse>? Organisations,
    IReadOnlyList<DecisionResponse>? Decisions);

/// <summary>The fields of an activity beside its names and its times, and the activity that Calendar keeps.</summary>
internal static partial class ActivityForm
{
    // Of the one line in which keywords are written.
    public const int MaxKeywordsLength = 600;

    /// <summary>Fills the fields with an activity as Calendar keeps it.</summary>
    public static void Fill(Posted posted, ActivityResponse activity, string language)
    {
        posted.With("placeId", activity.PlaceId?.ToString()).With("place", activity.Place[language])
            .With("capacity", activity.Capacity?.ToString(CultureInfo.InvariantCulture))
            .With("runBy", activity.RunBy.KnownName()).With("organisationId", activity.OrganisationId?.ToString())
                .With("organiserName", activity.OrganiserName[language]);
        posted.WithAll("facts",
            [.. activity.Free ? ["free"] : (string[])[], .. activity.NoSignUp ? ["no-sign-up"] : (string[])[],
                .. activity.Facts.Select(fact => fact.KnownName()).OfType<string>()]);
        posted.WithAll("spokenLanguages", [.. activity.SpokenLanguages]).WithAll("equipmentIds", [.. activity.EquipmentIds.Select(id => id.ToString())])
            .WithAll("keywords", [.. activity.Keywords]).WithAll("audience", [.. activity.Audience]);
    }

    /// <summary>The activity as the form says; what it did not ask about stays as it is.</summary>
    public static PlanActivityRequest Read(Posted posted, PlanActivityRequest activity, Reader reader)
    {
        return activity with
        {
            PlaceId = Id("placeId", activity.PlaceId),
            Place = Text("place", activity.Place, PlanActivityRequest.PlaceMaxLength),
            DecisionId = Guid.TryParse(posted.Value("decisionId"), out var decision) ? decision : activity.DecisionId,
            Free = posted.Has("facts", "free"),
            NoSignUp = posted.Has("facts", "no-sign-up"),
            Facts = [.. ApiNames.All<ActivityFact>().Where(fact => posted.Has("facts", fact.Name()))],
            Capacity = string.IsNullOrWhiteSpace(posted.Value("capacity")) ? null
                : posted.Number("capacity", PlanActivityRequest.CapacityMin, PlanActivityRequest.CapacityMax),
            SpokenLanguages = Chosen("spokenLanguages", activity.SpokenLanguages),
            RunBy = posted.Choice<RunBy>("runBy"),
            OrganisationId = Id("organisationId", activity.OrganisationId),
            OrganiserName = Text("organiserName", activity.OrganiserName, PlanActivityRequest.OrganiserNameMaxLength),
            EquipmentIds = posted.Has("asked", "equipmentIds")
                ? [.. Chosen("equipmentIds", activity.EquipmentIds?.Select(id => id.ToString())).Where(id => Guid.TryParse(id, out _)).Select(Guid.Parse)]
                    : activity.EquipmentIds,
            Keywords = Chosen("keywords", activity.Keywords, Written("more-keywords")),
            Audience = Chosen("audience", activity.Audience, Written("more-audience")),
        };

        Guid? Id(string field, Guid? before) => posted.Value(field) is not { } value ? before : Guid.TryParse(value, out var id) ? id : null;

        LocalizedText Text(string field, LocalizedText? before, int maxLength) => posted.Into(before ?? LocalizedText.Empty, reader.Language, field, maxLength);

        // In the order in which they were, the new ones behind.
        List<string> Chosen(string field, IEnumerable<string>? before, IEnumerable<string>? more = null) =>
            [.. (before ?? []).Where(one => posted.Has(field, one)).Concat(posted.All(field)).Concat(more ?? []).Where(one => one.Length > 0).Distinct()];

        IEnumerable<string> Written(string field)
        {
            foreach (var word in (posted.Optional(field, MaxKeywordsLength) ?? "").Split(SeriesForm.Separators, StringSplitOptions.RemoveEmptyEntries))
            {
                if (YsoConcept().Match(word) is { Success: true } concept) yield return $"yso:{concept.Groups[1].Value}";
                else posted.Wrong(field, reader.Words.Plan.NotKeywords);
            }
        }
    }

    [GeneratedRegex(@"^(?:yso:|https?://www\.yso\.fi/onto/yso/)?(p[1-9][0-9]{0,9})\z")]
    private static partial Regex YsoConcept();
}
