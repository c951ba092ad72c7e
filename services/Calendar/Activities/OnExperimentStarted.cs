using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Participation.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>
/// Puts what a house meeting decided to try out into the programme, with the decision it comes from: "you asked, we did". One experiment,
/// one activity, however often it is told.
/// </summary>
internal sealed class OnExperimentStarted(CalendarDb db, Programme programme) : IConsumer<ExperimentStarted>
{
    public async Task Consume(ConsumeContext<ExperimentStarted> context)
    {
        var started = context.Message;
        var ct = context.CancellationToken;
        var id = DerivedId.OfActivity("experiment", started.ExperimentId);
        await db.BeginChange(id, ct);
        if (await db.Activities.AnyAsync(a => a.ExperimentId == started.ExperimentId, ct)) return;

        var activity = new Activity
        {
            Id = id,
            SpaceId = started.SpaceId,
            ExperimentId = started.ExperimentId,
        };
        await programme.Plan(activity, new ActivityPlan(
            started.Title, started.Description, PlaceId: null, Place: LocalizedText.Empty,
            OrganisationId: null, OrganiserName: LocalizedText.Empty,
            [Series.Weekly(started.FirstDate, started.Start, started.DurationMinutes, started.Sessions)],
            SpokenLanguages: [], Free: true, NoSignUp: true)
        { Decision = new(started.DecisionNumber, started.DecidedOn) }, cancelLeft: false,
                acceptClockChange: true, ct);
    }
}
