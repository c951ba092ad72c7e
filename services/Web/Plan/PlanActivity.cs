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

    internal static Task<IResult> Begin(Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = Posted.None(reader.Words).With("firstDate", reader.Today.AddDays(7).Iso()).With("start", "13:00").With("durationMinutes", "90")
            .With("repeats", "weekly").WithAll("facts", ["free", "no-sign-up"]);
        return Page(Guid.Parse(reader.NewKey()), null, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Show(Guid id, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var answer = await calendar.Activity(reader.Slug!, id, ct);
        if (answer.Value is not { } activity) return Html.Instead(answer);
        var posted = Posted.None(reader.Words).With("etag", answer.Etag).With("placeId", (string?)activity["placeId"]);
        foreach (var (field, prefix) in (ReadOnlySpan<(string, string)>)[("title", "title-"), ("description", "description-")])
            foreach (var (language, text) in ShowPlan.Text(activity[field])) posted.With(prefix + language, text);
        List<string> facts = [];
        if ((bool)activity["free"]!) facts.Add("free");
        if ((bool)activity["noSignUp"]!) facts.Add("no-sign-up");
        posted.WithAll("facts", [.. facts]);
        SeriesForm.Fill(posted, activity["series"]!.AsArray()[^1]!);
        return await Page(id, activity, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Handle(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var before = await calendar.Activity(reader.Slug!, id, ct);
        if (!before.IsThere && !before.IsMissing) return Html.Instead(before);

        var activity = before.Value?.DeepClone().AsObject() ?? [];
        foreach (var told in Told) activity.Remove(told);
        activity["title"] = Texts("title-", LongestTitle);
        activity["description"] = Texts("description-", LongestDescription);
        activity["placeId"] = Guid.TryParse(posted.Value("placeId"), out var place) ? place : null;
        activity["free"] = posted.Has("facts", "free");
        activity["noSignUp"] = posted.Has("facts", "no-sign-up");
        if (posted.Has("facts", "no-sign-up")) activity.Remove("capacity");
        if (HasOneSeries(before.Value)) activity["series"] = new JsonArray(SeriesForm.Read(posted, reader.Words.Plan.NotDates));
        if (activity["title"]!.AsObject().Count == 0) posted.Wrong($"title-{Languages(reader)[0]}", reader.Words.Forms.Needed);

        return posted.IsFine && SeriesForm.Took(posted, await calendar.Plan(
                reader.Slug!, id, activity, posted.Has("consents", "clock"), posted.Has("consents", "left"), before.IsThere ? posted.Optional("etag", 40) : null, ct))
            ? Html.SeeOther(reader.To("/plan"))
            : await Page(id, before.Value, posted, reader, calendar, ct);

        JsonObject Texts(string prefix, int longest)
        {
            var texts = new JsonObject();
            foreach (var language in Languages(reader))
                if (posted.Optional(prefix + language, longest) is { } text) texts[language] = text;
            return texts;
        }
    }

    internal static async Task<IResult> Withdraw(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return SeriesForm.Took(posted, await calendar.Withdraw(reader.Slug!, id, posted.Has("consents", "left"), ct))
            ? Html.SeeOther(reader.To("/plan"))
            : await Page(id, (await calendar.Activity(reader.Slug!, id, ct)).Value, posted, reader, calendar, ct);
    }

    /// <summary>The languages that a text is asked for in: those promised first.</summary>
    public static IReadOnlyList<string> Languages(Reader reader) => reader.Languages;

    private static bool HasOneSeries(JsonObject? activity) => activity is null || activity["series"]!.AsArray().Count == 1;

    private static async Task<IResult> Page(Guid id, JsonObject? activity, Posted posted, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var places = (await calendar.Places(reader.Slug!, ct)).Value?.Items ?? [];
        return Html.Page<ActivityPage>(
            new { Id = id, Activity = activity, HasOneSeries = HasOneSeries(activity), Places = places, Posted = posted }, posted.Status);
    }
}
