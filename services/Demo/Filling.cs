using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Demo;

/// <summary>
/// Fills an empty system with Kivenkolo's own programme. Adds what is missing and leaves alone what is there, so a second run, also one
/// of another week, changes nothing and undoes nobody's work.
/// </summary>
internal sealed partial class Filling(PublicApi api, IConfiguration configuration, TimeProvider clock, ILogger<Filling> log)
{
    private const string Partners = "/api/partners/v1/spaces";
    private static readonly string Slug = Content.Space.Slug;
    private static readonly string Calendar = $"/api/calendar/v1/spaces/{Slug}";
    private static readonly string Participation = $"/api/participation/v1/spaces/{Slug}";
    private static readonly string Communications = $"/api/communications/v1/spaces/{Slug}";

    public async Task Run(CancellationToken cancel)
    {
        await OpenSpace(cancel);
        await ListOrganisations(cancel);
        await WaitUntilTheSpaceIsKnown(cancel);
        await NamePlaces(cancel);
        await NameKeywords(cancel);
        var monday = await FirstWeek(cancel);
        await WriteProgramme(monday, cancel);
        await RecordVisits(monday, cancel);
        await CallHouseMeetings(monday, cancel);
        await InvitePeople(cancel);
        await GivePartnerItsClient(cancel);
        await PublishWeeks(monday, cancel);
        Done(log, Slug);
    }

    private async Task OpenSpace(CancellationToken cancel)
    {
        if (await api.Find($"{Partners}/{Slug}", cancel) is not null) return;
        await api.Post(Partners, Content.Space, cancel);
        Did(log, "opened the space");
    }

    private async Task ListOrganisations(CancellationToken cancel)
    {
        foreach (var organisation in Content.Organisations)
        {
            var path = $"{Partners}/{Slug}/organisations/{organisation.Id}";
            if (await api.Find(path, cancel) is not null) continue;
            object body = organisation.BusinessId is { } businessId
                ? new { organisation.Name, organisation.Type, businessId, organisation.Languages }
                : new { organisation.Name, organisation.Type, organisation.Languages };
            await api.Put(path, body, cancel);
            Did(log, $"listed {organisation.Name.In("fi")}");
        }
    }

    // Partners tells the others of the space by an event. From here on a 404 means the thing itself.
    private async Task WaitUntilTheSpaceIsKnown(CancellationToken cancel)
    {
        await api.Await($"{Calendar}/places", cancel);
        await api.Await($"{Participation}/meetings", cancel);
        await api.Await($"{Communications}/news", cancel);
    }

    private async Task NamePlaces(CancellationToken cancel)
    {
        var named = (await api.List($"{Calendar}/places", cancel)).Select(place => (Guid)place["id"]!).ToHashSet();
        foreach (var place in Content.Places.Where(place => !named.Contains(place.Id)))
            await api.Put($"{Calendar}/places/{place.Id}", new { place.Name, place.Shared }, cancel);
    }

    private async Task NameKeywords(CancellationToken cancel)
    {
        var named = (await api.List($"{Calendar}/keywords", cancel)).Where(keyword => keyword["label"]!.AsObject().Count > 0)
            .Select(keyword => (string?)keyword["id"]).ToHashSet();
        foreach (var keyword in Content.Keywords.Where(keyword => !named.Contains(keyword.Id)))
            await api.Put($"{Calendar}/keywords/{keyword.Id}", new { keyword.Label }, cancel);
    }

    /// <summary>Monday of the week in which Demo first ran: this one, unless the programme is there already.</summary>
    private async Task<DateOnly> FirstWeek(CancellationToken cancel)
    {
        var meeting = Content.Programme.Single(activity => activity.Key == Content.HouseMeeting);
        if (await api.Find($"{Calendar}/activities/{meeting.Id}", cancel) is { } written)
            return Weeks.MondayOf(Date((string)written["series"]![0]!["firstDate"]!)).AddDays(7 * Weeks.Past);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Content.Space.TimeZone);
        return Weeks.MondayOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime));
    }

    private async Task WriteProgramme(DateOnly monday, CancellationToken cancel)
    {
        // The house meeting comes first, for it marks the first week should a run be cut short.
        foreach (var activity in Content.Programme.OrderByDescending(activity => activity.Key == Content.HouseMeeting))
        {
            var path = $"{Calendar}/activities/{activity.Id}";
            if (await api.Find(path, cancel) is not null) continue;
            var organiser = Content.Organisations.Single(organisation => organisation.Key == activity.Organisation);
            var place = Content.Places.Single(place => place.Key == activity.Place);
            await api.Put(path, new
            {
                activity.Title,
                activity.Description,
                placeId = place.Id,
                organisationId = organiser.Id,
                series = new[]
                {
                    new
                    {
                        firstDate = Weeks.Day(monday.AddDays(-7 * Weeks.Past), activity.Weekday),
                        start = activity.Start.ToString("HH:mm", CultureInfo.InvariantCulture),
                        activity.DurationMinutes,
                        rule = string.Create(CultureInfo.InvariantCulture, $"FREQ=WEEKLY;COUNT={Weeks.Length}"),
                    },
                },
                activity.SpokenLanguages,
                free = true,
                noSignUp = true,
                activity.Keywords,
                activity.Audience,
                activity.Facts,
                activity.RunBy,
            }, cancel);
            Did(log, $"wrote {activity.Title.In("fi")} into the programme");
        }
    }

    private async Task RecordVisits(DateOnly monday, CancellationToken cancel)
    {
        var first = monday.AddDays(-7 * Weeks.Past);
        var recorded = (await api.List($"{Calendar}/headcounts?from={first:yyyy-MM-dd}&to={monday.AddDays(-1):yyyy-MM-dd}", cancel))
            .Concat(await api.List($"{Calendar}/headcounts?from={Content.Years.Min(year => year.From):yyyy-MM-dd}"
                + $"&to={Content.Years.Max(year => year.To):yyyy-MM-dd}", cancel))
            .Select(headcount => (Guid)headcount["id"]!).ToHashSet();

        var told = 0;
        foreach (var year in Content.Years.Where(year => !recorded.Contains(year.Id)))
        {
            told++;
            await api.Put($"{Calendar}/headcounts/{year.Id}", new { year.From, year.To, year.Scope, year.Count }, cancel);
        }

        for (var week = 0; week < Weeks.Past; week++)
        {
            var occurrences = (await api.Await($"{Calendar}/weeks/{Weeks.Name(first.AddDays(7 * week))}", cancel))["occurrences"]!.AsArray();
            foreach (var activity in Content.Programme)
            {
                // Someone may have taken the activity off the programme since.
                if (occurrences.FirstOrDefault(o => (Guid)o!["activityId"]! == activity.Id) is not { } occurrence) continue;
                foreach (var (category, count) in activity.Visits[week])
                {
                    var id = Content.IdOf($"headcount:{activity.Key}:{week}:{category}");
                    if (recorded.Contains(id)) continue;
                    told++;
                    await api.Put($"{Calendar}/headcounts/{id}", new { occurrenceId = (Guid)occurrence["id"]!, scope = (string[])[category], count }, cancel);
                }
            }
        }
        if (told > 0) Did(log, string.Create(CultureInfo.InvariantCulture, $"recorded {told} counts of visits"));
    }

    private async Task CallHouseMeetings(DateOnly monday, CancellationToken cancel)
    {
        var meeting = Content.Programme.Single(activity => activity.Key == Content.HouseMeeting);
        for (var week = 0; week < 2; week++)
        {
            var path = $"{Participation}/meetings/{Content.IdOf($"meeting:{week}")}";
            if (await api.Find(path, cancel) is not null) continue;
            var date = Weeks.Day(monday.AddDays(7 * week), meeting.Weekday);
            await api.Put(path, new { date, start = meeting.Start.ToString("HH:mm", CultureInfo.InvariantCulture), meeting.Title }, cancel);
            Did(log, string.Create(CultureInfo.InvariantCulture, $"called the house meeting of {date:yyyy-MM-dd}"));
        }
    }

    private async Task PublishWeeks(DateOnly monday, CancellationToken cancel)
    {
        for (var week = 0; week < 2; week++)
        {
            var path = $"{Calendar}/weeks/{Weeks.Name(monday.AddDays(7 * week))}";
            if ((bool)(await api.Await(path, cancel))["published"]!) continue;
            await api.Post($"{path}/publication", new { }, cancel);
            Did(log, $"published the week {Weeks.Name(monday.AddDays(7 * week))}");
        }
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [LoggerMessage(1, LogLevel.Information, "Demo {What}")]
    private static partial void Did(ILogger log, string what);

    [LoggerMessage(2, LogLevel.Information, "The space {Space} has everything that Demo brings")]
    private static partial void Done(ILogger log, string space);
}
