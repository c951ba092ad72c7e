using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Calendar.Tests;

/// <summary>Calendar, whole, with its clock stopped at noon on Monday 23 November 2026; each test opens a space of its own.</summary>
public sealed class CalendarService(PrivateServers servers) : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private int opened;

    public ServiceUnderTest<Program> Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = Now });

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    public async Task<TestSpace> OpenSpace(string timeZone = "Europe/Helsinki")
    {
        var slug = $"space-{Interlocked.Increment(ref opened)}";
        return new(Service, slug, await Service.OpenSpace(slug, timeZone));
    }
}

[CollectionDefinition(nameof(Calendar))]
public sealed class CalendarCollection : ICollectionFixture<CalendarService>;

/// <summary>A space and those who call its addresses.</summary>
public sealed class TestSpace(ServiceUnderTest<Program> service, string slug, Guid id)
{
    public Guid Id => id;

    public string Slug => slug;

    public string Root => $"/api/calendar/v1/spaces/{slug}";

    public ServiceUnderTest<Program> Service => service;

    public HttpClient Coordinator { get; } = service.AsCoordinator(slug);

    public HttpClient Resident { get; } = service.Client();

    public HttpClient As(Role role) => service.As(role, slug);

    public Task<HttpResponseMessage> Put(string path, object body) => Coordinator.PutAsJsonAsync($"{Root}/{path}", body);

    public Task<HttpResponseMessage> Post(string path, object? body = null) => Coordinator.PostAsJsonAsync($"{Root}/{path}", body ?? new { });

    public Task<HttpResponseMessage> Get(string path) => Resident.GetAsync(new Uri($"{Root}/{path}", UriKind.Relative));

    public async Task<JsonObject> Read(string path) => await (await Get(path)).Json(HttpStatusCode.OK);

    public async Task<JsonObject[]> WeekLines(string week) => [.. (await Read($"weeks/{week}"))["occurrences"]!.AsArray().Select(line => line!.AsObject())];

    /// <summary>Plans an activity, on Thursday 26 November 2026 at 14 unless told otherwise; returns its id.</summary>
    public async Task<Guid> Plan(string firstDate = "2026-11-26", string start = "14:00", int minutes = 60, int weeks = 1, Guid? activity = null)
    {
        var planned = activity ?? Some.Id();
        await (await Put($"activities/{planned}?acceptClockChange=true", Some.Activity(firstDate, start, minutes, weeks))).Json();
        return planned;
    }

    /// <summary>Plans an activity that comes again by one or several series; returns its id.</summary>
    public async Task<Guid> Plan(params JsonObject[] series)
    {
        var planned = Some.Id();
        await (await Put($"activities/{planned}", Some.Activity(series))).Json(HttpStatusCode.Created);
        return planned;
    }

    /// <summary>A place in which one activity fits at a time, or several when it is shared; returns its id.</summary>
    public async Task<Guid> Room(bool shared = false)
    {
        var room = Some.Id();
        await (await Put($"places/{room}", new { name = new { fi = "Sali" }, shared })).Json(HttpStatusCode.Created);
        return room;
    }

    public Task<HttpResponseMessage> Delete(string path) => Coordinator.DeleteAsync(new Uri($"{Root}/{path}", UriKind.Relative));

    /// <summary>Every line of the weeks from one day to another, both of them Mondays; by activity when one is named.</summary>
    public async Task<JsonObject[]> Lines(DateOnly from, DateOnly until, Guid? activity = null)
    {
        var lines = new List<JsonObject>();
        for (var monday = from; monday < until; monday = monday.AddDays(7))
        {
            var day = monday.ToDateTime(default);
            lines.AddRange(await WeekLines(string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}")));
        }
        return [.. lines.Where(line => activity is null || (Guid)line["activityId"]! == activity)];
    }

    /// <summary>The occurrence of the activity in the week.</summary>
    public async Task<Guid> OccurrenceOf(Guid activity, string week = "2026-W48") =>
        (Guid)(await WeekLines(week)).Single(line => (Guid)line["activityId"]! == activity)["id"]!;
}

/// <summary>Things to send.</summary>
public static class Some
{
    public static Guid Id() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public static JsonObject Series(string firstDate = "2026-11-26", string start = "14:00", int minutes = 60, string? rule = null)
    {
        var series = new JsonObject { ["firstDate"] = firstDate, ["start"] = start, ["durationMinutes"] = minutes };
        if (rule is not null) series["rule"] = rule;
        return series;
    }

    public static JsonObject Activity(params JsonObject[] series)
    {
        var activity = Activity();
        activity["series"] = new JsonArray([.. series.Select(one => one.DeepClone())]);
        return activity;
    }

    /// <summary>An activity in one of the space's places.</summary>
    public static JsonObject In(Guid room, params JsonObject[] series)
    {
        var activity = Activity(series);
        activity["placeId"] = room;
        return activity;
    }

    public static JsonObject Activity(string firstDate = "2026-11-26", string start = "14:00", int minutes = 60, int weeks = 1) => new()
    {
        ["title"] = new JsonObject { ["fi"] = "Teehetki", ["fi-simple"] = "Juodaan teetä", ["sv"] = "Testund" },
        ["description"] = new JsonObject { ["fi"] = "Tule juomaan teetä.", ["fi-simple"] = "Tule. Juodaan teetä.", ["sv"] = "Kom och drick te." },
        ["place"] = new JsonObject { ["fi"] = "Tupa" },
        ["series"] = new JsonArray(Series(firstDate, start, minutes, weeks == 1 ? null : $"FREQ=WEEKLY;COUNT={weeks}")),
        ["spokenLanguages"] = new JsonArray("fi", "ckb"),
        ["free"] = true,
        ["noSignUp"] = true,
    };
}
