using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Plan;

/// <summary>The coordinator or an editor plans an activity, or changes all of it. What the form does not ask about stays as it is.</summary>
internal static class PlanActivity
{
    private const int LongestTitle = 200;
    private const int LongestDescription = 4000;

    // What an activity says of itself, and nobody plans.
    private static readonly string[] Told = ["id", "version", "proposalId", "provenance"];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/plan/new", Begin).OpenToStaff($"{nameof(PlanActivity)}.Begin", ShowPlan.Roles);
        pages.MapPage("/plan/{id:guid}", Show).OpenToStaff($"{nameof(PlanActivity)}.Show", ShowPlan.Roles);
        pages.MapPost("/plan/{id:guid}", Handle).SentByStaff(nameof(PlanActivity), ShowPlan.Roles);
        pages.MapPost("/plan/{id:guid}/withdrawal", Withdraw).SentByStaff("WithdrawActivity", ShowPlan.Roles);
    }

    internal static Task<IResult> Begin(
        Reader reader, Calendar calendar, PartnersOfSpace partners, CancellationToken ct,
        string? date = null, string? start = null, string? minutes = null, string? place = null, string? equipment = null)
    {
        var posted = Posted.None(reader.Words).With("firstDate", date ?? reader.Today.AddDays(7).Iso()).With("start", start ?? "13:00").With("durationMinutes", minutes ?? "90")
            .With("repeats", date is null ? "weekly" : "once").With("runBy", "staff").WithAll("facts", ["free", "no-sign-up"]).With("placeId", place);
        if (equipment is not null) posted.WithAll("equipmentIds", [equipment]);
        return Page(Guid.Parse(reader.NewKey()), null, posted, reader, calendar, partners, ct);
    }

    internal static async Task<IResult> Show(Guid id, Reader reader, Calendar calendar, PartnersOfSpace partners, CancellationToken ct)
    {
        var answer = await calendar.Activity(reader.Slug!, id, ct);
        if (answer.Value is not { } activity) return Html.Instead(answer);
        return await Page(id, activity, Filled(Posted.None(reader.Words), answer, reader), reader, calendar, partners, ct);
    }

    private static Posted Filled(Posted posted, Answer<JsonObject> answer, Reader reader)
    {
        var activity = answer.Value!;
        posted.With("etag", answer.Etag);
        foreach (var (field, prefix) in (ReadOnlySpan<(string, string)>)[("title", "title-"), ("description", "description-")])
            foreach (var (language, text) in ShowPlan.Text(activity[field])) posted.With(prefix + language, text);
        ActivityForm.Fill(posted, activity, reader.Language);
        SeriesForm.Fill(posted, activity["series"]!.AsArray()[^1]!);
        return posted;
    }

    internal static async Task<IResult> Handle(Guid id, IFormCollection form, Reader reader, Calendar calendar, PartnersOfSpace partners, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var before = await calendar.Activity(reader.Slug!, id, ct);
        if (!before.IsThere && !before.IsMissing) return Html.Instead(before);

        var activity = before.Value?.DeepClone().AsObject() ?? [];
        foreach (var told in Told) activity.Remove(told);
        activity["title"] = Texts("title", LongestTitle);
        activity["description"] = Texts("description", LongestDescription);
        ActivityForm.Read(posted, activity, reader);
        if (HasOneSeries(before.Value)) activity["series"] = new JsonArray(SeriesForm.Read(posted, reader.Words.Plan.NotDates));
        if (activity["title"]!.AsObject().Count == 0) posted.Wrong($"title-{Languages(reader)[0]}", reader.Words.Forms.Needed);

        return posted.IsFine && SeriesForm.Took(posted, await calendar.Plan(
                reader.Slug!, id, activity, posted.Has("consents", "clock"), posted.Has("consents", "left"), before.IsThere ? posted.Optional("etag", 40) : null, ct))
            ? Html.SeeOther(reader.To("/plan?done=saved"))
            : await Page(id, before.Value, posted, reader, calendar, partners, ct);

        // What stands in a language that is not asked for stays.
        JsonObject Texts(string field, int longest)
        {
            var texts = before.Value?[field]?.DeepClone().AsObject() ?? [];
            foreach (var language in Languages(reader)) posted.Into(texts, language, $"{field}-{language}", longest);
            return texts;
        }
    }

    internal static async Task<IResult> Withdraw(Guid id, IFormCollection form, Reader reader, Calendar calendar, PartnersOfSpace partners, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        if (SeriesForm.Took(posted, await calendar.Withdraw(reader.Slug!, id, posted.Has("consents", "left"), ct))) return Html.SeeOther(reader.To("/plan?done=withdrawn"));
        var answer = await calendar.Activity(reader.Slug!, id, ct);
        return answer.Value is { } activity
            ? await Page(id, activity, Filled(posted, answer, reader), reader, calendar, partners, ct, isWithdrawal: true)
            : Html.Instead(answer);
    }

    /// <summary>The languages that a text is asked for in: those promised first.</summary>
    public static IReadOnlyList<string> Languages(Reader reader) => reader.Languages;

    private static bool HasOneSeries(JsonObject? activity) => activity is null || activity["series"]!.AsArray().Count == 1;

    private static async Task<IResult> Page(
        Guid id, JsonObject? activity, Posted posted, Reader reader, Calendar calendar, PartnersOfSpace partners, CancellationToken ct, bool isWithdrawal = false)
    {
        var (places, equipment, keywords, organisations, decisions) = (calendar.Places(reader.Slug!, ct), calendar.Equipment(reader.Slug!, ct), calendar.Keywords(reader.Slug!, ct),
            partners.Organisations(reader.Slug!, ct), calendar.Decisions(reader.Slug!, ct));
        var offered = new ActivityChoices(
            (await places).Value?.Items, (await equipment).Value?.Items, (await keywords).Value?.Items, (await organisations).Value?.Items, (await decisions).Value?.Items);
        var number = (string?)activity?["provenance"]?["decisionNumber"];
        posted.With("decisionId", offered.Decisions?.FirstOrDefault(decision => decision.Number == number)?.Id.ToString());
        return Html.Page<ActivityPage>(
            new { Id = id, Activity = activity, HasOneSeries = HasOneSeries(activity), Offered = offered, Posted = posted, IsWithdrawal = isWithdrawal }, posted.Status);
    }
}
