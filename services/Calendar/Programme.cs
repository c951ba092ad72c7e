using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Commands;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar;

/// <summary>An occurrence with everything that is shown of it.</summary>
internal sealed record ProgrammeLine(Occurrence Occurrence, Activity Activity, LocalizedText? PlaceName, LocalizedText? OrganisationName)
{
    /// <summary>Where; empty when nothing was said.</summary>
    public LocalizedText Place => PlaceName ?? Activity.Place;

    /// <summary>By whom: as the activity says, else the organisation by its name, else the space itself.</summary>
    public LocalizedText Organiser(CurrentSpace space) =>
        !Activity.OrganiserName.IsEmpty ? Activity.OrganiserName
        : OrganisationName ?? (Activity.OrganisationId is null ? space.Name : LocalizedText.Empty);
}

/// <summary>What takes place in the current space: reads it, and puts activities into it.</summary>
internal sealed class Programme(CalendarDb db, CurrentSpace space, IPublishEndpoint events, IDelayedPublisher later, TimeProvider time)
{
    /// <summary>The clock on the space's wall.</summary>
    public WallClock Clock => field ??= WallClock.Of(space.TimeZone); // not at construction: the space is entered after that

    /// <summary>
    /// Makes the activity follow the plan; false when it says nothing new. The rows and the messages are saved by the caller, who holds the
    /// change of this activity.
    /// </summary>
    public async Task<bool> Plan(Activity activity, ActivityPlan plan, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!activity.Take(plan, now)) return false;
        if (activity.Version == 1) db.Activities.Add(activity);

        var existing = activity.Version == 1 ? [] : await db.Occurrences.Where(o => o.ActivityId == activity.Id).ToListAsync(ct);
        var (added, moved) = Timetable.Align(activity, existing, Clock, now);
        db.Occurrences.AddRange(added);
        // What was over before it was entered has no end to wait for.
        foreach (var occurrence in added.Concat(moved).Where(o => o.End > now))
            await later.Publish(new EndOccurrence { SpaceId = space.Id, ActivityId = activity.Id, OccurrenceId = occurrence.Id }, occurrence.End, ct);

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
        return true;
    }

    /// <summary>The lines of some occurrences, in order of start; withdrawn ones are no longer in the programme.</summary>
    public async Task<List<ProgrammeLine>> Lines(Func<IQueryable<Occurrence>, IQueryable<Occurrence>> which, int most, CancellationToken ct)
    {
        var shown = which(db.Occurrences.AsNoTracking().Where(o => o.Status != OccurrenceStatus.Withdrawn));
        var rows = await (
            from occurrence in shown
            join activity in db.Activities.AsNoTracking() on occurrence.ActivityId equals activity.Id
            join place in db.Places on activity.PlaceId equals place.Id into places
            from place in places.DefaultIfEmpty()
            join organisation in db.Organisations on activity.OrganisationId equals organisation.OrganisationId into organisations
            from organisation in organisations.DefaultIfEmpty()
            orderby occurrence.Start, occurrence.Id
            select new { occurrence, activity, Place = place == null ? null : place.Name, Organisation = organisation == null ? null : organisation.Name })
            .Take(most).ToListAsync(ct);
        return [.. rows.Select(row => new ProgrammeLine(row.occurrence, row.activity, row.Place, row.Organisation))];
    }
}
