using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What reading costs, counted in what no machine makes slower: statements on the database. Times are measured in tests/Performance.</summary>
[Collection(nameof(Calendar))]
public sealed class CostTests(CalendarService calendar)
{
    [Fact]
    public async Task A_week_that_is_kept_costs_the_space_and_its_version()
    {
        var space = await calendar.OpenSpace();
        await space.Plan();
        var week = $"{space.Root}/weeks/2026-W48";
        using var first = await space.Resident.GetAsync(new Uri(week, UriKind.Relative));
        var tag = first.Headers.ETag!.ToString();

        Assert.Equal((HttpStatusCode.OK, 2), await Statements(space, week));
        Assert.Equal((HttpStatusCode.NotModified, 2), await Statements(space, week, tag));
    }

    [Fact]
    public async Task A_feed_that_is_kept_costs_the_space_and_its_version()
    {
        var space = await calendar.OpenSpace();
        await space.Plan();
        var feed = $"/feeds/{space.Slug}/calendar.fi.ics";
        await Statements(space, feed);
        Assert.Equal((HttpStatusCode.OK, 2), await Statements(space, feed));
    }

    [Fact]
    public async Task A_full_week_costs_as_many_statements_as_an_empty_one()
    {
        var space = await calendar.OpenSpace();
        var week = $"{space.Root}/weeks/2026-W48";
        var (_, empty) = await Statements(space, week);
        for (var i = 0; i < 12; i++) await space.Plan(start: $"{8 + i:00}:00");
        var (_, full) = await Statements(space, week);
        Assert.Equal(empty, full);
    }

    [Fact]
    public async Task A_full_feed_costs_as_many_statements_as_an_empty_one()
    {
        var space = await calendar.OpenSpace();
        var feed = $"/feeds/{space.Slug}/calendar.fi.ics";
        var (_, empty) = await Statements(space, feed);
        for (var i = 0; i < 12; i++) await space.Plan(start: $"{8 + i:00}:00", weeks: 5);
        var (_, full) = await Statements(space, feed);
        Assert.Equal(empty, full);
    }

    // The statements of one request, by its trace: others run beside it.
    private static async Task<(HttpStatusCode Status, int Statements)> Statements(TestSpace space, string path, string? ifNoneMatch = null)
    {
        var (trace, statements) = (ActivityTraceId.CreateRandom(), new ConcurrentBag<Activity>());
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore", // whose span takes the trace over from the request
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => { if (span.TraceId == trace && span.GetTagItem("db.query.text") is not null) statements.Add(span); },
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        if (ifNoneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var answer = await space.Resident.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        Assert.NotEmpty(statements);
        return (answer.StatusCode, statements.Count);
    }
}
