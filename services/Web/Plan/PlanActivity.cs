using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Plan;

/// <summary>The coordinator or an editor plans an activity, or changes all of it. What the form does not ask about stays as it is.</summary>
internal static class PlanActivity
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/plan/new", Begin).OpenToStaff($"{nameof(PlanActivity)}.Begin", ShowPlan.Roles);
        pages.MapPage("/plan/{id:guid}", Show).OpenToStaff($"{nameof(PlanActivity)}.Show", ShowPlan.Roles);
        pages.MapPost("/plan/{id:guid}", Handle).SentByStaff(nameof(PlanActivity), ShowPlan.Roles);
        pages.MapPost("/plan/{id:guid}/withdrawal", Withdraw).SentByStaff("WithdrawActivity", ShowPlan.Roles);
    }

    internal static Task<IResult> Begin(
        Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct,
        string? date = null, string? start = null, string? minutes = null, string? place = null, string? equipment = null)
    {
        var posted = Posted.None(reader.Words).With("firstDate", date ?? reader.Today.AddDays(7).Iso()).With("start", start ?? "13:00")
            .With("durationMinutes", minutes ?? "90")
            .With("repeats", date is null ? "weekly" : "once").With("runBy", RunBy.Staff.Name()).WithAll("facts", ["free", "no-sign-up"])
                .With("placeId", place);
        if (equipment is not null) posted.WithAll("equipmentIds", [equipment]);
        return Page(Guid.Parse(reader.NewKey()), null, posted, reader, calendar, partners, ct);
    }

    internal static async Task<IResult> Show(Guid id, Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct)
    {
        var answer = await calendar.ReadActivity(reader.Slug!, id, ct);
        if (answer.Value is not { } activity) return Html.Instead(answer);
        return await Page(id, activity, Filled(Posted.None(reader.Words), answer, reader), reader, calendar, partners, ct);
    }

    private static Posted Filled(Posted posted, ApiResponse<ActivityResponse> answer, Reader reader)
    {
        var activity = answer.Value!;
        posted.With("etag", answer.Etag);
        foreach (var (language, text) in activity.Title) posted.With($"title-{language}", text);
        foreach (var (language, text) in activity.Description) posted.With($"description-{language}", text);
        ActivityForm.Fill(posted, activity, reader.Language);
        SeriesForm.Fill(posted, activity.Series[^1]);
        return posted;
    }

    internal static async Task<IResult> Handle(
        Guid id, IFormCollection form, Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var before = await calendar.ReadActivity(reader.Slug!, id, ct);
        if (!before.IsThere && !before.IsMissing) return Html.Instead(before);

        var planned = Planned(before.Value);
        var activity = ActivityForm.Read(posted, planned, reader) with
        {
            Title = Texts("title", planned.Title, PlanActivityRequest.TitleMaxLength),
            Description = Texts("description", planned.Description, PlanActivityRequest.DescriptionMaxLength),
            Series = HasOneSeries(before.Value) ? [SeriesForm.Read(posted, reader.Words.Plan.NotDates)] : planned.Series,
        };
        if (activity.Title.IsEmpty) posted.Wrong($"title-{Languages(reader)[0]}", reader.Words.Forms.Needed);

        return posted.IsFine && SeriesForm.Took(posted, await calendar.PlanActivity(
                reader.Slug!, id, activity, posted.Has("consents", "left"), posted.Has("consents", "clock"), before.IsThere ? posted.Optional("etag", 40)
                    : null, ct))
            ? Html.SeeOther(reader.To("/plan?done=saved"))
            : await Page(id, before.Value, posted, reader, calendar, partners, ct);

        // What stands in a language that is not asked for stays.
        LocalizedText Texts(string field, LocalizedText? texts, int maxLength) =>
            Languages(reader).Aggregate(texts ?? LocalizedText.Empty, (kept, language) => posted.Into(kept, language, $"{field}-{language}", maxLength));
    }

    /// <summary>An activity as it would be planned to stay what it is; one that is not there yet has nothing.</summary>
    private static PlanActivityRequest Planned(ActivityResponse? activity) => activity is null ? new() { Title = LocalizedText.Empty, Series = [] } : new()
    {
        Title = activity.Title, Description = activity.Description, PlaceId = activity.PlaceId, Place = activity.Place, EquipmentIds = activity.EquipmentIds,
        OrganisationId = activity.OrganisationId, OrganiserName = activity.OrganiserName, SpokenLanguages = activity.SpokenLanguages, Free = activity.Free,
        NoSignUp = activity.NoSignUp, Facts = activity.Facts, Capacity = activity.Capacity, RunBy = activity.RunBy, Keywords = activity.Keywords,
        Audience = activity.Audience,
        Series = [.. activity.Series.Select(series => new PlanSeriesRequest
        {
            FirstDate = series.FirstDate, Start = series.Start, DurationMinutes = series.DurationMinutes, Rule = series.Rule,
            ExcludedDates = series.ExcludedDates,
            AdditionalDates = series.AdditionalDates, NotOnHolidays = series.NotOnHolidays, NotInMonths = series.NotInMonths,
        })],
    };

    internal static async Task<IResult> Withdraw(
        Guid id, IFormCollection form, Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        if (SeriesForm.Took(posted, await calendar.WithdrawActivity(reader.Slug!, id, posted.Has("consents", "left"), ct: ct)))
            return Html.SeeOther(reader.To("/plan?done=withdrawn"));
        var answer = await calendar.ReadActivity(reader.Slug!, id, ct);
        return answer.Value is { } activity
            ? await Page(id, activity, Filled(posted, answer, reader), reader, calendar, partners, ct, isWithdrawal: true)
            : Html.Instead(answer);
    }

    /// <summary>The languages that a text is asked for in: those promised first.</summary>
    public static IReadOnlyList<string> Languages(Reader reader) => reader.Languages;

    private static bool HasOneSeries(ActivityResponse? activity) => activity is null || activity.Series.Count == 1;

    private static async Task<IResult> Page(
        Guid id, ActivityResponse? activity, Posted posted, Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct,
        bool isWithdrawal = false)
    {
        var (places, equipment, keywords, organisations, decisions) = (calendar.ListPlaces(reader.Slug!, ct).UpTo(Lists.Maximum),
            calendar.ListEquipment(reader.Slug!, ct).UpTo(Lists.Maximum), calendar.ListKeywords(reader.Slug!, ct).UpTo(Lists.Maximum),
            partners.ListOrganisations(reader.Slug!, ct).UpTo(Lists.Maximum), calendar.ListDecisions(reader.Slug!, ct).UpTo(Lists.Maximum));
        var offered = new ActivityChoices(
            (await places).Value?.Items, (await equipment).Value?.Items, (await keywords).Value?.Items, (await organisations).Value?.Items,
            (await decisions).Value?.Items);
        var number = activity?.Provenance?.DecisionNumber;
        posted.With("decisionId", offered.Decisions?.FirstOrDefault(decision => decision.Number == number)?.Id.ToString());
        return Html.Page<ActivityPage>(
            new { Id = id, Activity = activity, HasOneSeries = HasOneSeries(activity), Offered = offered, Posted = posted, IsWithdrawal = isWithdrawal },
            posted.Status);
    }
}
