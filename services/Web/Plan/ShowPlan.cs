using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Plan;

/// <summary>Those who plan the programme see what there is, activity by activity.</summary>
internal static class ShowPlan
{
    /// <summary>Who plans.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Editor];

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/plan", Handle).OpenToStaff(nameof(ShowPlan), Roles);

    internal static async Task<IResult> Handle(Reader reader, Calendar calendar, CancellationToken ct, Guid? after = null, string? done = null)
    {
        var activities = await calendar.Activities(reader.Slug!, after, ct);
        return activities.Value is { } found
            ? Html.Page<PlanPage>(new { Activities = found.Items, Next = found.Next, Done = done })
            : Html.Instead(activities);
    }

    /// <summary>A text of an activity as Calendar gives it.</summary>
    public static LocalizedText Text(JsonNode? text) => text is JsonObject variants
        ? new([.. variants.Where(variant => variant.Value is not null).Select(variant => KeyValuePair.Create(variant.Key, (string)variant.Value!))])
        : LocalizedText.Empty;
}
