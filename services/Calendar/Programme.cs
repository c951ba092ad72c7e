using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Registrations;
using Kivenkolo.Calendar.Weeks;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults.Problems;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar;

/// <summary>An occurrence with everything that is shown of it.</summary>
internal sealed record ProgrammeLine(Occurrence Occurrence, Activity Activity, LocalizedText? PlaceName, LocalizedText? OrganisationName)
{
    /// <summary>When its place was last named; null when it has none of the space's, or one that has its name since before that was kept.</summary>
    public DateTimeOffset? PlaceNamedAt { get; init; }

    /// <summary>When anything of it last changed.</summary>
    public DateTimeOffset ChangedAt => new[] { Occurrence.ChangedAt, Activity.ChangedAt, PlaceNamedAt ?? DateTimeOffset.MinValue }.Max();

    /// <summary>Where; empty when nothing was said.</summary>
    public LocalizedText Place => !Occurrence.Place.IsEmpty ? Occurrence.Place : ActivityPlace;

    /// <summary>Where the rest of its series takes place, when this one is not elsewhere by a place of the space.</summary>
    public LocalizedText ActivityPlace => PlaceName ?? Activity.Place;

    /// <summary>By whom: as the activity says, else the organisation by its name, else the space itself.</summary>
    public LocalizedText Organiser(CurrentSpace space) =>
        !Activity.OrganiserName.IsEmpty ? Activity.OrganiserName
        : OrganisationName ?? (Activity.OrganisationId is null ? space.Name : LocalizedText.Empty);
}

/// <summary>What takes place in the current space: reads it, and puts activities into it.</summary>
internal sealed class Programme(CalendarDb db, CurrentSpace space, IPublishEndpoint events, JobScheduler jobs, Bookings bookings, TimeProvider time)
{
    /// <summary>The most occurrences that one plan makes: daily from ten years back to two years ahead.</summary>
    private const int MostAdded = 4500;

    /// <summary>How many days ahead what a change of the series does is told of, occurrence by occurrence.</summary>
    private const int DaysToldOf = 28;

    private sealed record Planned(Activity Activity, Place? Place, LocalizedText? OrganisationName);

    // These run at every read of the programme, so they are not put together anew each time.
    private static readonly Func<CalendarDb, DateOnly, DateOnly, int, IAsyncEnumerable<Occurrence>> OccurrencesOf = EF.CompileAsyncQuery(
        (CalendarDb db, DateOnly first, DateOnly last, int most) => db.Occurrences.AsNoTracking()
            .Where(o => o.Status != OccurrenceStatus.Withdrawn && o.LocalDate >= first && o.LocalDate <= last)
            .OrderBy(o => o.Start).ThenBy(o => o.Id).Take(most));

    private static readonly Func<CalendarDb, Guid[], IAsyncEnumerable<Planned>> PlansOf = EF.CompileAsyncQuery((CalendarDb db, Guid[] ids) =>
        from activity in db.Activities.AsNoTracking()
        where ids.Contains(activity.Id)
        join place in db.Places on activity.PlaceId equals place.Id into places
        from place in places.DefaultIfEmpty()
        join organisation in db.Organisations on activity.OrganisationId equals organisation.OrganisationId into organisations
        from organisation in organisations.DefaultIfEmpty()
        select new Planned(activity, place, organisation == null ? null : organisation.Name));

    /// <summary>The clock on the space's wall.</summary>
    public WallClock Clock => field ??= WallClock.Of(space.TimeZone); // not at construction: the space is entered after that

    /// <summary>
    /// Makes the activity follow the plan. The rows and the messages are saved by the caller, who holds the change of this activity; refused
    /// when the plan would take away what people count on, unless that is to be cancelled.
    /// </summary>
    public async Task<LocalizedProblem?> Plan(
        Activity activity, ActivityPlan plan, bool cancelLeft, bool acceptClockChange, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!activity.Take(plan, now)) return null;
        if (!acceptClockChange && ClockChangeOf(activity, now) is var (date, start)) return Refusals.ClockChanges(date, start, Clock);
        if (activity.Version == 1) db.Activities.Add(activity);
        await db.AddKeywords(space.Id, [.. activity.Keywords, .. activity.Audience], ct);
        if (await Follow(activity, cancelLeft, now, ct) is { } refusal) return refusal;
        await events.Publish(new ActivityPublished
        {
            SpaceId = space.Id,
            ActivityId = activity.Id,
            Title = activity.Title,
            OrganisationId = activity.OrganisationId,
            ProposalId = activity.ProposalId,
            ExperimentId = activity.ExperimentId,
            Version = activity.Version,
            OccurredAt = now,
        }, ct);
        jobs.Schedule(new NotifyActivityRegistrantsJob.Payload(space.Id, activity.Id), now);
        return null;
    }

    /// <summary>Takes the activity out of the programme; what has begun stays. Refused and saved as <see cref="Plan"/> is.</summary>
    public async Task<LocalizedProblem?> Withdraw(Activity activity, bool cancelLeft, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!activity.Withdraw(now)) return null;
        if (await Follow(activity, cancelLeft, now, ct) is { } refusal) return refusal;
        await events.Publish(new ActivityWithdrawn
        {
            SpaceId = space.Id,
            ActivityId = activity.Id,
            Title = activity.Title,
            OrganisationId = activity.OrganisationId,
            Version = activity.Version,
            OccurredAt = now,
        }, ct);
        jobs.Schedule(new NotifyActivityRegistrantsJob.Payload(space.Id, activity.Id), now);
        return null;
    }

    /// <summary>Tells what has ended since the activity was due, takes in the dates that have come into reach, and waits for what is next.</summary>
    public async Task LookAfter(Activity activity, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var ended = await db.Occurrences.Where(o => o.ActivityId == activity.Id && o.End >= activity.DueAt && o.End <= now).OrderBy(o => o.End).ToListAsync(ct);
        activity.DueAt = null; // this job is done whatever comes next, so what comes next is always scheduled
        foreach (var occurrence in ended.Where(o => o.TellEnd(now)))
        {
            await events.Publish(new OccurrenceEnded
            {
                SpaceId = space.Id,
                OccurrenceId = occurrence.Id,
                ActivityId = activity.Id,
                Title = activity.Title,
                Start = occurrence.Start,
                End = occurrence.End,
                OccurredAt = occurrence.End,
            }, ct);
        }
        var last = await db.Occurrences.Where(o => o.ActivityId == activity.Id).MaxAsync(o => (DateOnly?)o.SeriesDate, ct);
        var added = Timetable.Align(activity, [], last, Clock, now).Added;
        db.Occurrences.AddRange(added);
        // Nobody is there to be refused: what was taken before it came into reach waits to be settled.
        await Settle(activity, [.. await Upcoming(activity, now, ct), .. added], now, pendingWhenTaken: true, ct);
    }

    /// <summary>
    /// Books what the activity needs and waits for what comes next of it, after a change of one of its occurrences; why not, when something is taken.
    /// </summary>
    public async Task<LocalizedProblem?> Settle(Activity activity, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await Settle(activity, await Upcoming(activity, now, ct), now, pendingWhenTaken: false, ct);
    }

    /// <summary>Tells that an occurrence does not take place.</summary>
    public Task TellCancelled(Activity activity, Occurrence occurrence, DateTimeOffset now, CancellationToken ct)
    {
        jobs.Schedule(new NotifyRegistrantsJob.Payload(space.Id, occurrence.Id), now);
        return events.Publish(new OccurrenceCancelled
        {
            SpaceId = space.Id,
            OccurrenceId = occurrence.Id,
            ActivityId = activity.Id,
            Title = activity.Title,
            Start = occurrence.Start,
            End = occurrence.End,
            Reason = occurrence.Reason,
            Version = occurrence.Version,
            OccurredAt = now,
        }, ct);
    }

    /// <summary>Tells that an occurrence is at another time or place than was announced, or waits for a new time; before the change is saved.</summary>
    public async Task TellChanged(Activity activity, Occurrence occurrence, DateTimeOffset now, CancellationToken ct)
    {
        // What was announced is what the rows still say.
        var (announced, planned) = (db.Entry(occurrence).OriginalValues, db.Entry(activity).OriginalValues);
        var isPostponed = occurrence.Status == OccurrenceStatus.Postponed;
        jobs.Schedule(new NotifyRegistrantsJob.Payload(space.Id, occurrence.Id), now);
        await events.Publish(new OccurrenceChanged
        {
            SpaceId = space.Id,
            OccurrenceId = occurrence.Id,
            ActivityId = activity.Id,
            Title = activity.Title,
            Start = occurrence.Start,
            End = occurrence.End,
            PlannedStart = occurrence.RecurrenceId,
            PreviousStart = announced.GetValue<OccurrenceStatus>(nameof(Occurrence.Status)) == OccurrenceStatus.Confirmed
                ? announced.GetValue<DateTimeOffset>(nameof(Occurrence.Start)) : null,
            Place = await PlaceOf(occurrence.PlaceId, occurrence.Place, activity.PlaceId, activity.Place, ct),
            PreviousPlace = await PlaceOf(
                announced.GetValue<Guid?>(nameof(Occurrence.PlaceId)), announced.GetValue<LocalizedText>(nameof(Occurrence.Place)),
                planned.GetValue<Guid?>(nameof(Activity.PlaceId)), planned.GetValue<LocalizedText>(nameof(Activity.Place)), ct),
            Postponed = isPostponed,
            Note = isPostponed && !occurrence.Reason.IsEmpty ? occurrence.Reason : occurrence.Note,
            Version = occurrence.Version,
            OccurredAt = now,
        }, ct);
    }

    private async Task<LocalizedText> PlaceOf(Guid? ownId, LocalizedText own, Guid? activityId, LocalizedText ofActivity, CancellationToken ct) =>
        !own.IsEmpty ? own
        : (ownId ?? activityId) is { } id && await db.Places.FindAsync([id], ct) is { } named ? named.Name
        : ofActivity;

    private async Task<LocalizedProblem?> Follow(Activity activity, bool cancelLeft, DateTimeOffset now, CancellationToken ct)
    {
        var existing = activity.Version == 1 ? [] : await Upcoming(activity, now, ct);
        var change = Timetable.Align(activity, existing, after: null, Clock, now);
        if (change.Added.Count > MostAdded) return Refusal.OccurrenceLimitReached.Result();
        db.Occurrences.AddRange(change.Added);

        var counted = await CountedOn(change.Left, ct);
        if (counted.Count > 0 && !cancelLeft) return Refusal.OccurrencesInUse.Result();
        var relocated = existing.Except(change.Left).Except(change.Moved).Where(o => IsElsewhere(activity) && o.FollowsPlace(now)).ToList();
        var told = await ToldInAWeek([.. change.Left, .. change.Moved, .. relocated], ct);
        foreach (var occurrence in change.Left)
        {
            if (counted.Contains(occurrence.Id) || told.Contains(occurrence.Id))
            {
                if (occurrence.Cancel(LocalizedText.Empty, now) is null) await TellCancelled(activity, occurrence, now, ct);
                continue;
            }
            occurrence.Withdraw(now);
            if (IsSoon(occurrence)) await TellCancelled(activity, occurrence, now, ct);
        }
        foreach (var occurrence in relocated.Where(IsKnown)) occurrence.Relocate(now);
        foreach (var occurrence in change.Moved.Concat(relocated).Where(IsKnown)) await TellChanged(activity, occurrence, now, ct);
        return await Settle(activity, [.. existing, .. change.Added], now, pendingWhenTaken: activity.ProposalId is not null && activity.Version == 1, ct);

        // Those who come soon have planned with it; what is further away is told by the activity's own event.
        bool IsSoon(Occurrence occurrence) => occurrence.Start < now.AddDays(DaysToldOf);
        bool IsKnown(Occurrence occurrence) => IsSoon(occurrence) || told.Contains(occurrence.Id);
    }

    // Whether the plan gives another place than the row still says.
    private bool IsElsewhere(Activity activity)
    {
        var planned = db.Entry(activity).OriginalValues;
        return planned.GetValue<Guid?>(nameof(Activity.PlaceId)) != activity.PlaceId
            || (activity.PlaceId is null && !planned.GetValue<LocalizedText>(nameof(Activity.Place)).Equals(activity.Place));
    }

    // Those that a published week tells of: what becomes of them is seen there.
    private async Task<HashSet<Guid>> ToldInAWeek(List<Occurrence> changed, CancellationToken ct)
    {
        if (changed.Count == 0) return [];
        var weeks = changed.Select(o => IsoWeek.Of(o.LocalDate).ToString()).Distinct().ToList();
        var published = await db.WeekPublications.AsNoTracking().Where(p => weeks.Contains(p.Week)).Select(p => p.Lines).ToListAsync(ct);
        return [.. published.SelectMany(lines => lines ?? []).Select(line => line.OccurrenceId)];
    }

    // The first coming occurrence at a time that does not exist on its date, or comes twice.
    private (DateOnly Date, TimeOnly Start)? ClockChangeOf(Activity activity, DateTimeOffset now)
    {
        var today = Clock.DateAt(now);
        return Timetable.Dates(activity, today.AddDays(Timetable.DaysAhead))
            .Where(at => at.Date >= today && Clock.KindOf(at.Date, at.Series.Start) != LocalTimeKind.Plain)
            .Select(at => ((DateOnly, TimeOnly)?)(at.Date, at.Series.Start)).FirstOrDefault();
    }

    // What still changes: what has not ended, or would not have by its series; and today's, which its series may move to later today.
    private Task<List<Occurrence>> Upcoming(Activity activity, DateTimeOffset now, CancellationToken ct)
    {
        var today = Clock.DateAt(now);
        return db.Occurrences.Where(o => o.ActivityId == activity.Id && (o.End > now || o.RecurrenceId > now || o.SeriesDate >= today)).ToListAsync(ct);
    }

    /// <summary>Those that somebody counts on: a count was entered, someone has signed up, or a time or place of their own was given and told.</summary>
    private async Task<HashSet<Guid>> CountedOn(List<Occurrence> left, CancellationToken ct)
    {
        if (left.Count == 0) return [];
        var ids = left.Select(o => (Guid?)o.Id).ToList();
        var counted = await db.Headcounts.Where(h => ids.Contains(h.OccurrenceId)).Select(h => h.OccurrenceId!.Value).ToListAsync(ct);
        var signedUp = await db.Registrations
            .Where(r => ids.Contains(r.OccurrenceId) && r.Status != RegistrationStatus.Left && r.Status != RegistrationStatus.Expired)
            .Select(r => r.OccurrenceId).Distinct().ToListAsync(ct);
        return [.. counted, .. signedUp, .. left.Where(o => o.HasOwnPlan).Select(o => o.Id)];
    }

    private async Task<LocalizedProblem?> Settle(Activity activity, List<Occurrence> upcoming, DateTimeOffset now, bool pendingWhenTaken, CancellationToken ct)
    {
        if (await bookings.Follow(activity, upcoming, now, pendingWhenTaken, ct) is { } clashes) return Refusals.ResourceTaken(clashes);
        Await(activity, upcoming, now);
        return null;
    }

    // One job at a time: for the next end, or the day on which the next date comes into reach, whichever is earlier.
    private void Await(Activity activity, List<Occurrence> upcoming, DateTimeOffset now)
    {
        var end = upcoming.Where(o => o.Status == OccurrenceStatus.Confirmed && o.End > now && o.EndToldAt is null).Min(o => (DateTimeOffset?)o.End);
        var beyond = Timetable.NextAfter(activity, Clock.DateAt(now).AddDays(Timetable.DaysAhead));
        DateTimeOffset? reach = beyond is { } date ? Clock.InstantOf(date.AddDays(-Timetable.DaysAhead), TimeOnly.MinValue) : null;
        var next = end is null || reach < end ? reach : end;
        if (next == activity.DueAt) return;
        activity.DueAt = next;
        if (next is { } due) jobs.Schedule(new AdvanceActivityJob.Payload(space.Id, activity.Id), due);
        else jobs.Cancel<AdvanceActivityJob.Payload>($"{activity.Id}");
    }

    /// <summary>A line as everyone sees it.</summary>
    public OccurrenceResponse Show(ProgrammeLine line, string? language = null) => OccurrenceResponse.Of(line, space, Clock, language);

    /// <summary>The lines of a week, in order of start; withdrawn ones are no longer in the programme.</summary>
    public Task<List<ProgrammeLine>> Lines(IsoWeek week, int most, CancellationToken ct) => Lines(OccurrencesOf(db, week.Monday, week.Sunday, most), ct);

    /// <summary>The lines of some occurrences, likewise.</summary>
    public Task<List<ProgrammeLine>> Lines(Func<IQueryable<Occurrence>, IQueryable<Occurrence>> which, int most, CancellationToken ct) =>
        Lines(which(db.Occurrences.AsNoTracking().Where(o => o.Status != OccurrenceStatus.Withdrawn))
            .OrderBy(o => o.Start).ThenBy(o => o.Id).Take(most).AsAsyncEnumerable(), ct);

    private async Task<List<ProgrammeLine>> Lines(IAsyncEnumerable<Occurrence> found, CancellationToken ct)
    {
        var occurrences = await found.ToListAsync(ct);
        // An activity is read once, however many times it takes place.
        var plans = await PlansOf(db, [.. occurrences.Select(o => o.ActivityId).Distinct()]).ToDictionaryAsync(plan => plan.Activity.Id, cancellationToken: ct);
        Guid[] elsewhere = [.. occurrences.Select(o => o.PlaceId).OfType<Guid>().Distinct()];
        var places = elsewhere.Length == 0 ? [] : await db.Places.AsNoTracking().Where(p => elsewhere.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        return [.. occurrences.Select(occurrence =>
        {
            var plan = plans[occurrence.ActivityId];
            var place = occurrence.PlaceId is { } id ? places.GetValueOrDefault(id) : plan.Place;
            return new ProgrammeLine(occurrence, plan.Activity, place?.Name, plan.OrganisationName) { PlaceNamedAt = place?.NamedAt };
        })];
    }
}
