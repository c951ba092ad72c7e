using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Keywords;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>
/// The public programme of all spaces as Linked Events. It is the one reader that looks across spaces, and it only ever reads what each space
/// shows to everyone. An activity that was ever planned for more than one time is a super event, each time of it a sub event; what takes place
/// once is one event.
/// </summary>
internal sealed class LinkedProgramme(CalendarDb db, LinkedAddresses addresses, TimeProvider clock)
{
    private const int LongestShortDescription = 160; // characters, as in Linked Events
    private const int MostSubEventsInList = 100; // of one series, or a page of daily ones would be megabytes
    private static readonly TimeSpan SubEventsBack = TimeSpan.FromDays(30);

    /// <summary>The events of these rows, in their order.</summary>
    /// <param name="rows">At most a page.</param>
    /// <param name="include">Names of the references that are to be whole.</param>
    /// <param name="isList">Whether they are one page of many: then a series names its first sub events alone, and none is whole.</param>
    public async Task<LinkedEvent[]> Events(IReadOnlyList<LinkedRow> rows, IReadOnlyCollection<string> include, bool isList, CancellationToken ct)
    {
        var activityIds = rows.Select(row => row.ActivityId).Distinct().ToArray();
        var activities = await db.Activities.IgnoreQueryFilters().AsNoTracking().Where(a => activityIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var supers = include.Contains("super_event") ? await Rows(rows.Select(row => row.SuperId).OfType<Guid>(), ct) : [];

        var series = rows.Where(row => row.IsSeries || include.Contains("super_event")).Select(row => row.ActivityId).Distinct().ToArray();
        var since = clock.GetUtcNow() - SubEventsBack;
        var subEvents = (await db.Database.SqlQuery<SubEvent>($"""
            SELECT id, activity_id FROM (
                SELECT id, activity_id, start, row_number() OVER (PARTITION BY activity_id ORDER BY start, id) AS place FROM occurrences
                WHERE activity_id = ANY({series}) AND status <> {nameof(OccurrenceStatus.Withdrawn)} AND "end" >= {since}) o
            WHERE place <= {(isList ? MostSubEventsInList : int.MaxValue)} ORDER BY start, id
            """).ToListAsync(ct)).ToLookup(sub => sub.ActivityId, sub => sub.Id);

        var subs = isList || !include.Contains("sub_events") ? []
            : await Rows(rows.Where(row => row.IsSeries).SelectMany(row => subEvents[row.ActivityId]), ct);
        var house = await House.Load(db, activities.Values, [.. rows, .. supers.Values, .. subs.Values], ct);
        return [.. rows.Select(row =>
        {
            var shown = Event(row);
            if (row.SuperId is { } id && supers.GetValueOrDefault(id) is { } super) shown.SuperEvent = Event(super);
            if (row.IsSeries && subs.Count > 0) shown.SubEvents = [.. subEvents[row.ActivityId].Where(subs.ContainsKey).Select(sub => Event(subs[sub]))];
            return shown;
        })];

        LinkedEvent Event(LinkedRow row) =>
            Show(row, activities[row.ActivityId], house, include, row.IsSeries ? subEvents[row.ActivityId] : []);
    }

    /// <summary>The places, spaces among them, with how much takes place there.</summary>
    public async Task<LinkedPlace[]> Places(IReadOnlyList<Place> places, IReadOnlyList<KnownSpace> spaces, CancellationToken ct)
    {
        var counts = await Counts($"""
            SELECT coalesce(CASE WHEN o.place = jsonb_build_object() THEN coalesce(o.place_id, a.place_id) END, a.space_id)::text AS key,
                   count(*)::int AS events, bool_or(o."end" > {clock.GetUtcNow()}) AS upcoming
            FROM occurrences o JOIN activities a ON a.id = o.activity_id
            WHERE o.status <> 'Withdrawn' AND a.space_id = ANY({places.Select(p => p.SpaceId).Concat(spaces.Select(s => s.Id)).Distinct().ToArray()})
            GROUP BY 1
            """, ct);
        return [.. spaces.Select(SpaceAsPlace).Concat(places.Select(Place)).Select(place =>
        {
            if (counts.TryGetValue(LinkedAddresses.Read(place.Id)!.Value.ToString(), out var count))
                (place.Events, place.HasUpcomingEvents) = (count.Events, count.Upcoming);
            return place;
        })];
    }

    /// <summary>The keywords, with how much has them.</summary>
    public async Task<LinkedKeyword[]> Keywords(string[] ids, CancellationToken ct)
    {
        var named = await db.Keywords.IgnoreQueryFilters().AsNoTracking().Where(k => ids.Contains(k.Id)).OrderBy(k => k.SpaceId).ToListAsync(ct);
        var names = named.ToLookup(k => k.Id);
        var counts = await Counts($"""
            SELECT k.id AS key, count(*)::int AS events, bool_or(o."end" > {clock.GetUtcNow()}) AS upcoming
            FROM occurrences o JOIN activities a ON a.id = o.activity_id
            CROSS JOIN LATERAL (SELECT DISTINCT unnest(a.keywords || a.audience) AS id) k
            WHERE o.status <> 'Withdrawn' AND k.id = ANY({ids}) GROUP BY 1
            """, ct);
        return [.. ids.Select(id =>
        {
            var (events, upcoming) = counts.TryGetValue(id, out var count) ? (count.Events, count.Upcoming) : (0, false);
            var keyword = Keyword(id, names[id]);
            (keyword.Events, keyword.HasUpcomingEvents) = (events, upcoming);
            return keyword;
        })];
    }

    /// <summary>The space as the publisher of its events.</summary>
    public LinkedOrganization Organization(KnownSpace space) => new(addresses.Of("organization", LinkedAddresses.IdOf(space.Id)))
    {
        Id = LinkedAddresses.IdOf(space.Id),
        OriginId = space.Slug,
        Name = space.Name.In("fi"),
    };

    /// <summary>The languages that are spoken somewhere, and those in which the spaces promise or offer their texts.</summary>
    public async Task<LinkedLanguage[]> Languages(CancellationToken ct)
    {
        var spaces = await db.Spaces.AsNoTracking().Select(s => new { s.PromisedLanguages, s.OfferedLanguages }).ToListAsync(ct);
        var written = spaces.SelectMany(space => space.PromisedLanguages.Concat(space.OfferedLanguages)).Select(tag => tag.ToLowerInvariant()).ToHashSet();
        var spoken = await db.Database.SqlQuery<string>($"SELECT DISTINCT lower(unnest(spoken_languages)) AS \"Value\" FROM activities").ToListAsync(ct);
        return [.. written.Union(spoken).Order(StringComparer.Ordinal).Select(tag => new LinkedLanguage(addresses.Of("language", tag))
        {
            Id = tag, Name = LanguageNames.Of(tag), TranslationAvailable = written.Contains(tag),
        })];
    }

    private LinkedEvent Show(LinkedRow row, Activity activity, House house, IReadOnlyCollection<string> include, IEnumerable<Guid> subEvents)
    {
        var id = LinkedAddresses.IdOf(row.Id);
        var space = house.Spaces[activity.SpaceId];
        var place = house.Places.GetValueOrDefault(row.PlaceId);
        // Linked Events asks for a description; the name stands in where there is none.
        var about = activity.Description.IsEmpty ? activity.Title : activity.Description;
        var provider = !activity.OrganiserName.IsEmpty ? activity.OrganiserName
            : activity.OrganisationId is { } organisation ? house.Organisations.GetValueOrDefault((activity.SpaceId, organisation))
            : space.Name;
        return new LinkedEvent(addresses.Of("event", id))
        {
            Id = id,
            Publisher = LinkedAddresses.IdOf(space.Id),
            Name = Told(activity.Title),
            Description = Told(about),
            ShortDescription = Told(new(about.Select(text => KeyValuePair.Create(text.Key, Shortened(text.Value))))),
            InfoUrl = Page(space, activity.Title, row.IsSeries ? "" : $"/occurrences/{row.Id}"),
            LocationExtraInfo = place is null ? Told(house.Elsewhere.GetValueOrDefault(row.Id) ?? activity.Place) : null,
            Provider = Told(provider),
            StartTime = row.Start,
            EndTime = row.End,
            Location = !include.Contains("location") ? addresses.To("place", LinkedAddresses.IdOf(place?.Id ?? space.Id))
                : place is null ? SpaceAsPlace(space)
                : Place(place),
            Keywords = Keywords(activity.Keywords, "keywords"),
            Audience = Keywords(activity.Audience, "audience"),
            InLanguage = [.. activity.SpokenLanguages.Select(language => addresses.To("language", language.ToLowerInvariant()))],
            SuperEvent = row.SuperId is { } super ? addresses.To("event", LinkedAddresses.IdOf(super)) : null,
            SubEvents = [.. subEvents.Select(sub => addresses.To("event", LinkedAddresses.IdOf(sub)))],
            SuperEventType = row.IsSeries ? "recurring" : null,
            EventStatus = row.Status,
            Offers = [new(activity.Free)],
            MaximumAttendeeCapacity = activity.Capacity,
            LastModifiedTime = row.ChangedAt,
            Deleted = row.Deleted,
        };

        object[] Keywords(string[] ids, string name) =>
            [.. ids.Select(id => include.Contains(name) ? (object)Keyword(id, house.Keywords[(activity.SpaceId, id)]) : addresses.To("keyword", id))];
    }

    private LinkedPlace Place(Place place) => new(addresses.Of("place", LinkedAddresses.IdOf(place.Id)))
    {
        Id = LinkedAddresses.IdOf(place.Id),
        Publisher = LinkedAddresses.IdOf(place.SpaceId),
        Name = Told(place.Name),
        InfoUrl = null,
        Parent = LinkedAddresses.IdOf(place.SpaceId),
    };

    private LinkedPlace SpaceAsPlace(KnownSpace space) => new(addresses.Of("place", LinkedAddresses.IdOf(space.Id)))
    {
        Id = LinkedAddresses.IdOf(space.Id),
        Publisher = LinkedAddresses.IdOf(space.Id),
        Name = Told(space.Name),
        InfoUrl = Page(space, space.Name, ""),
        Parent = null,
    };

    private LinkedKeyword Keyword(string id, IEnumerable<Keyword> named) => new(addresses.Of("keyword", id))
    {
        Id = id,
        // Where several spaces name it, each language is taken from the first that has it.
        Name = Told(new(named.SelectMany(keyword => keyword.Label).Reverse())),
    };

    private LocalizedText? Page(KnownSpace space, LocalizedText languages, string path) =>
        Told(new(languages.Languages.Select(language => KeyValuePair.Create(language, $"{addresses.Public}/{language}/{space.Slug}{path}"))));

    // Readers of Linked Events look for fi; plain Finnish is Finnish.
    private static LocalizedText? Told(LocalizedText? text) =>
        text is null || text.IsEmpty ? null : text["fi"] is null && text["fi-simple"] is { } plain ? text.With("fi", plain) : text;

    private static string Shortened(string text)
    {
        if (text.Length <= LongestShortDescription) return text;
        var cut = text[..(LongestShortDescription - 1)];
        var word = cut.LastIndexOf(' ');
        cut = word > 0 ? cut[..word] : char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut;
        return cut.TrimEnd(' ', ',', ';', ':', '\n') + "…";
    }

    private async Task<Dictionary<Guid, LinkedRow>> Rows(IEnumerable<Guid> ids, CancellationToken ct)
    {
        Guid[] wanted = [.. ids.Distinct()];
        return wanted.Length == 0 ? [] : (await LinkedRow.ByIds(db, wanted, ct)).ToDictionary(row => row.Id);
    }

    private async Task<Dictionary<string, Count>> Counts(FormattableString sql, CancellationToken ct) =>
        (await db.Database.SqlQuery<Count>(sql).ToListAsync(ct)).ToDictionary(count => count.Key);

    private sealed record Count(string Key, int Events, bool Upcoming);

    private sealed record SubEvent(Guid Id, Guid ActivityId);

    /// <summary>What the activities of a page name, from whichever space.</summary>
    private sealed record House(
        Dictionary<Guid, KnownSpace> Spaces, Dictionary<Guid, Place> Places,
        Dictionary<(Guid Space, Guid Organisation), LocalizedText> Organisations, ILookup<(Guid Space, string Id), Keyword> Keywords,
        Dictionary<Guid, LocalizedText> Elsewhere)
    {
        public static async Task<House> Load(CalendarDb db, IReadOnlyCollection<Activity> activities, IReadOnlyCollection<LinkedRow> rows, CancellationToken ct)
        {
            var spaces = activities.Select(a => a.SpaceId).Distinct().ToArray();
            var places = rows.Select(row => row.PlaceId).Distinct().ToArray();
            // At the space, or somewhere in words: its own, or the activity's.
            var alone = rows.Where(row => !row.IsSeries && spaces.Contains(row.PlaceId)).Select(row => row.Id).ToArray();
            var organisations = activities.Select(a => a.OrganisationId).OfType<Guid>().Distinct().ToArray();
            var keywords = activities.SelectMany(a => a.Keywords.Concat(a.Audience)).Distinct().ToArray();
            return new(
                await db.Spaces.AsNoTracking().Where(s => spaces.Contains(s.Id)).ToDictionaryAsync(s => s.Id, ct),
                await db.Places.IgnoreQueryFilters().AsNoTracking().Where(p => places.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct),
                await db.Organisations.IgnoreQueryFilters().AsNoTracking().Where(o => spaces.Contains(o.SpaceId) && organisations.Contains(o.OrganisationId))
                    .ToDictionaryAsync(o => (o.SpaceId, o.OrganisationId), o => o.Name, ct),
                (await db.Keywords.IgnoreQueryFilters().AsNoTracking().Where(k => spaces.Contains(k.SpaceId) && keywords.Contains(k.Id)).ToListAsync(ct))
                    .ToLookup(k => (k.SpaceId, k.Id)),
                (await db.Occurrences.IgnoreQueryFilters().AsNoTracking().Where(o => alone.Contains(o.Id)).Select(o => new { o.Id, o.Place }).ToListAsync(ct))
                    .Where(o => !o.Place.IsEmpty).ToDictionary(o => o.Id, o => o.Place));
        }
    }
}
