using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kivenkolo.Browser;

/// <summary>What the pages need beside Demo's programme: an activity that has just ended, a full week, a proposal, a draft, a meeting.</summary>
public sealed class SomethingToSee : IDisposable
{
    private const string Space = "spaces/kivenkolo";
    private static readonly TimeZoneInfo Helsinki = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");

    // Plain Finnish as it is written for the wall: longer than standard Finnish, since it explains.
    private static readonly string[] FullWeek =
    [
        "Kuuntelemme musiikkia yhdessä", "Heitämme tikkaa", "Talokokous: päätämme yhdessä", "Harjoittelemme suomea", "Leivomme pullaa",
        "Pelaamme bingoa", "Kävelemme meren rantaan", "Teemme käsitöitä", "Tutkija kysyy, miten opit suomea", "Ryhmä vanhemmille ja lapsille",
        "Hoidamme kasveja pihalla", "Juomme teetä ja puhumme kurdia", "Kuuntelemme kirjaa ja puhumme siitä", "Teemme ruokaa Syyriasta",
        "Avoin aamupäivä: tule kahville",
    ];

    // One that every reader gets in their own script.
    private static readonly Dictionary<string, string> HouseMeeting = new(InFinnish(FullWeek[2]))
    {
        ["sv"] = "Husmötet: vi beslutar tillsammans",
        ["ar"] = "اجتماع البيت: نقرر معًا",
    };

    private static readonly string[] Facts = ["come-late", "bring-child", "interpreter", "step-free", "hearing-loop", "quiet-hour"];

    public HttpClient Operator { get; private set; } = null!;

    /// <summary>An occurrence in this week that has not begun.</summary>
    public string Coming { get; private set; } = "";

    /// <summary>An occurrence with one place, which is taken.</summary>
    public string Places { get; private set; } = "";

    /// <summary>The secret of the link of the one who has the place.</summary>
    public string Link { get; private set; } = "";

    /// <summary>The feedback form of an activity that ends within two minutes.</summary>
    public Task<string> Form { get; private set; } = null!;

    public string Ended { get; private set; } = "";

    /// <summary>A week of fifteen activities.</summary>
    public string Full { get; private set; } = "";

    /// <summary>A week of thirty activities.</summary>
    public string TooFull { get; private set; } = "";

    public string Meeting { get; private set; } = "";

    public string AgendaItem { get; private set; } = "";

    /// <summary>A partner's proposal that nobody has answered.</summary>
    public string Proposal { get; private set; } = "";

    /// <summary>A partner in the directory.</summary>
    public string Organisation { get; private set; } = "";

    /// <summary>The secret of the link with which that partner proposes.</summary>
    public string Invitation { get; private set; } = "";

    /// <summary>The activity of <see cref="Coming"/>.</summary>
    public string Activity { get; private set; } = "";

    /// <summary>A published message.</summary>
    public string News { get; private set; } = "";

    /// <summary>A message of the house, from the week that was published.</summary>
    public string Draft { get; private set; } = "";

    public static DateOnly Today => DateOnly.FromDateTime(Now);

    private static DateTime Now => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), Helsinki).DateTime;

    public async Task Arrange(RunningSystem system)
    {
        Operator = await system.Client(system.Administration, "administration");
        // Times are whole minutes, and of what is over before it is planned no end is told.
        Form = FormOf(await Plan("Hetki, joka päättyy", Now, minutes: Now.Second < 45 ? 1 : 2));
        Ended = await Plan("Hetki, joka päättyi", Now.Date.AddDays(-1).AddHours(12), minutes: 60);
        Coming = await Plan("Tuleva hetki", Now.Date.AddDays(1).AddHours(12), minutes: 60);
        Places = await PlanPlaces("Pullan leivonta", Now.Date.AddDays(2).AddHours(12), 1);
        Link = (await SignUp(Places, "Kaisla")).GetProperty("token").GetString()!;
        // The first weeks of next year's autumn that are empty: Demo's series do not reach them.
        var monday = ISOWeek.ToDateTime(Now.Year + 1, 40, DayOfWeek.Monday);
        Full = await PlanWeek(monday, 1);
        TooFull = await PlanWeek(monday.AddDays(7), 2);
        Meeting = NewId();
        await Put($"/api/participation/v1/{Space}/meetings/{Meeting}", new { date = Iso(Today), start = "14:00" });
        AgendaItem = await Post(
            $"/api/participation/v1/{Space}/meetings/{Meeting}/agenda",
            new { title = new Dictionary<string, string> { ["fi"] = "Joulujuhla", ["sv"] = "Julfest" } });
        var coming = await Operator.GetFromJsonAsync<JsonElement>(new Uri($"/api/calendar/v1/{Space}/occurrences/{Coming}", UriKind.Relative));
        Activity = coming.GetProperty("activityId").GetString()!;
        await ArrangePartner(system);
        await Post($"/api/calendar/v1/{Space}/occurrences/{await Plan("Hetki, joka perutaan", Now.Date.AddDays(1).AddHours(15), minutes: 60)}/cancellation",
            new { reason = InFinnish("Sali on remontissa.") });
        News = (await Eventually.Get(async () =>
        {
            var news = await Operator.GetFromJsonAsync<JsonElement>(new Uri($"/api/communications/v1/{Space}/news", UriKind.Relative));
            return news.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).FirstOrDefault();
        }, "a cancellation is in the news"))!;
        using var partner = await system.Client(system.Partner, "proposals:write");
        Proposal = await Propose(partner, "Runoilta", Today.AddDays(10));

        var week = Week(Now.Date);
        await Post($"/api/calendar/v1/{Space}/weeks/{week}/publication", new { reasonForMissing = "Kuva vielä puuttuu" });
        Draft = (await Eventually.Get(async () =>
        {
            var messages = await Operator.GetFromJsonAsync<JsonElement>(new Uri($"/api/communications/v1/{Space}/messages", UriKind.Relative));
            return messages.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString()).FirstOrDefault();
        }, "a published week has a message"))!;
    }

    private async Task<string> FormOf(string ending) => (await Eventually.Get(async () =>
    {
        using var answer = await Operator.GetAsync(new Uri($"/api/participation/v1/{Space}/feedback-forms?occurrence={ending}", UriKind.Relative));
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString() : null;
    }, "the feedback form opens when the activity has ended", TimeSpan.FromMinutes(3)))!;

    private async Task ArrangePartner(RunningSystem system)
    {
        var organisations = await Operator.GetFromJsonAsync<JsonElement>(new Uri($"/api/partners/v1/{Space}/organisations?limit=1", UriKind.Relative));
        Organisation = organisations.GetProperty("items")[0].GetProperty("id").GetString()!;
        var address = $"{NewId()}@partner.example";
        await Post($"/api/partners/v1/{Space}/organisations/{Organisation}/invitations", new { email = address, language = "fi" });
        var link = await Eventually.Get(async () => (await system.Mails()).Where(mail => mail.Contains(address, StringComparison.OrdinalIgnoreCase))
            .Select(MailLinks.Propose).FirstOrDefault(found => found is not null), "the mail with the link comes");
        Invitation = link!.Split("token=")[1];
    }

    public void Dispose() => Operator?.Dispose();

    public static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

    public static string Week(DateOnly day) => Week(day.ToDateTime(TimeOnly.MinValue));

    public static string Week(DateTime day) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}");

    /// <summary>Puts an activity into the programme; gives its first occurrence.</summary>
    public Task<string> Plan(string title, DateTime start, int minutes) => Plan(InFinnish(title), Guid.Parse(NewId()), start, minutes);

    /// <summary>Signs up as a resident's browser does; gives the answer.</summary>
    public async Task<JsonElement> SignUp(string occurrence, string nickname)
    {
        using var answer = await Operator.PostAsJsonAsync(
            new Uri($"/api/calendar/v1/{Space}/occurrences/{occurrence}/registrations", UriKind.Relative), new { nickname, language = "fi" });
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Puts an activity into the programme that has so many places; gives its first occurrence.</summary>
    public Task<string> PlanPlaces(string title, DateTime start, int places) => Plan(InFinnish(title), Guid.Parse(NewId()), start, 60, places);

    private Task<string> Plan(Dictionary<string, string> title, Guid id, DateTime start, int minutes, params string[] spoken) =>
        Plan(title, id, start, minutes, null, spoken);

    private async Task<string> Plan(Dictionary<string, string> title, Guid id, DateTime start, int minutes, int? places, params string[] spoken)
    {
        await Put($"/api/calendar/v1/{Space}/activities/{id}", new
        {
            title,
            description = new Dictionary<string, string>
            {
                ["fi"] =
                "Kaikki ovat tervetulleita.", ["fi-simple"] = "Kaikki saavat tulla. Et tarvitse mitään mukaan."
            },
            place = new Dictionary<string, string> { ["fi"] = "Olohuone" },
            series = new[] { new { firstDate =
                Iso(DateOnly.FromDateTime(start)), start = start.ToString("HH:mm", CultureInfo.InvariantCulture), durationMinutes = minutes } },
            spokenLanguages = spoken,
            free = true,
            noSignUp = spoken.Length == 0 && places is null,
            capacity = places,
            facts = Facts.Where((_, at) => (start.Hour + at) % 3 == 0),
        });
        var week = await Operator.GetFromJsonAsync<JsonElement>(new Uri($"/api/calendar/v1/{Space}/weeks/{Week(start)}", UriKind.Relative));
        return week.GetProperty("occurrences").EnumerateArray().Single(o => o.GetProperty("activityId").GetGuid() == id).GetProperty("id").GetString()!;
    }

    /// <summary>Proposes one afternoon as a partner's system does.</summary>
    public static Task<string> Propose(HttpClient partner, string title, DateOnly date) => Sent(partner.PostAsJsonAsync(
        new Uri($"/api/partners/v1/{Space}/proposals", UriKind.Relative),
        new
        {
            title = new Dictionary<string, string> { ["fi"] = title },
            description = new Dictionary<string, string> { ["fi"] = "Juomme teetä ja luemme runoja." },
            date = Iso(date),
            start = "14:00",
            durationMinutes = 60,
            weeks = 1,
            spokenLanguages = new[] { "ckb" },
        }));

    private static Dictionary<string, string> InFinnish(string title) => new() { ["fi"] = title, ["fi-simple"] = title };

    private async Task<string> PlanWeek(DateTime monday, int times)
    {
        for (var i = 0; i < times * FullWeek.Length; i++)
        {
            var title = i % FullWeek.Length is 2 ? HouseMeeting : InFinnish(FullWeek[i % FullWeek.Length]);
            var start = monday.AddDays(i / (3 * times)).AddHours(9 + (2.5 / times * (i % (3 * times))));
            // The same each time, for a system that runs already.
            var id = Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"01900000-0000-7000-{8000 + times}-{i:000000000000}"));
            await Plan(title, id, start, minutes: 90, i % 4 == 3 ? ["fi", "ar", "ckb"] : []);
        }
        return Week(monday);
    }

    private Task<string> Put(string path, object body) => Sent(Operator.PutAsJsonAsync(new Uri(path, UriKind.Relative), body));

    /// <summary>Sends as the operator; gives the id of what came to be, where there is one.</summary>
    public Task<string> Post(string path, object body) => Sent(Operator.PostAsJsonAsync(new Uri(path, UriKind.Relative), body));

    private static async Task<string> Sent(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {body}");
        return body.StartsWith('{') && JsonDocument.Parse(body).RootElement.TryGetProperty("id", out var id) ? id.GetString()! : "";
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
