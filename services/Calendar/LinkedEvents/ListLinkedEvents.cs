using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>The parameters, for the API document.</summary>
internal record struct LinkedEventParameters(
    [property: FromQuery(Name = "text")] string? Text,
    [property: FromQuery(Name = "start")] string? Start,
    [property: FromQuery(Name = "end")] string? End,
    [property: FromQuery(Name = "keyword")] string? Keyword,
    [property: FromQuery(Name = "location")] string? Location,
    [property: FromQuery(Name = "language")] string? Language,
    [property: FromQuery(Name = "super_event_type")] string? SuperEventType,
    [property: FromQuery(Name = "super_event")] string? SuperEvent,
    [property: FromQuery(Name = "publisher")] string? Publisher,
    [property: FromQuery(Name = "last_modified_since")] string? LastModifiedSince,
    [property: FromQuery(Name = "show_deleted")] string? ShowDeleted,
    [property: FromQuery(Name = "ids")] string? Ids,
    [property: FromQuery(Name = "include")] string? Include,
    [property: FromQuery(Name = "sort")] string? Sort);

/// <summary>A portal of the region reads the programme of every space here, as Linked Events.</summary>
internal static class ListLinkedEvents
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/event", Handle)
        .WithName(nameof(ListLinkedEvents))
        .WithSummary("Events and series of all spaces")
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedPage<LinkedEvent>>, ValidationProblem, NotFound>> Handle(
        [AsParameters] LinkedListParameters paging, [AsParameters] LinkedEventParameters parameters,
        HttpRequest request, CalendarDb db, LinkedProgramme programme, LinkedAddresses addresses, TimeProvider clock, CancellationToken ct)
    {
        var (query, now) = (new LinkedQuery(request.Query), clock.GetUtcNow());
        var (page, size) = (query.Page, query.PageSize);
        var types = query.List("super_event_type", "recurring", "umbrella", "none", "null");
        var since = query.Time("last_modified_since", now);
        var supers = query.List("super_event")?.ToLookup(super => super is "none" or "null");
        var filter = new EventFilter
        {
            Text = query.Text("text"),
            Start = query.Time("start", now),
            End = query.Time("end", now),
            Keywords = query.List("keyword"),
            Locations = query.Ids("location"),
            Language = query.Language("language"),
            SuperEventTypes = types is null ? null : [.. types.Select(type => type == "null" ? "none" : type)],
            SuperEvents = supers is null || (supers[true].Any() && !supers[false].Any()) ? null
                : [.. supers[false].Select(LinkedAddresses.Read).OfType<Guid>()],
            NoSuperEvent = supers?[true].Any() ?? false,
            Publishers = query.Ids("publisher"),
            ModifiedSince = since is null ? null : since.Instant ?? new(since.Date ?? DateOnly.FromDateTime(now.UtcDateTime), default, TimeSpan.Zero),
            ShowDeleted = query.Truth("show_deleted"),
            Ids = query.Ids("ids"),
            Sort = query.OneOf("sort", EventFilter.Sorts) ?? EventFilter.UsualSort,
        };
        string[] include = query.List("include") ?? [];
        if (query.Refusal() is { } refusal) return refusal;

        var rows = await LinkedRow.Find(db, filter, now, size, (page - 1) * size, ct);
        if (rows.Count == 0 && page > 1) return TypedResults.NotFound();
        var events = await programme.Events(rows, include, isList: true, ct);
        return TypedResults.Ok(new LinkedPage<LinkedEvent>(query.MetaOf(addresses.List("event"), rows is [var first, ..] ? first.Total : 0), events));
    }
}
