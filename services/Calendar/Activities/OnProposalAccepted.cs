using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Partners.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Puts what a partner proposed and the coordinator accepted into the programme: one proposal, one activity, however often it is told.</summary>
internal sealed class OnProposalAccepted(CalendarDb db, Programme programme) : IConsumer<ProposalAccepted>
{
    public async Task Consume(ConsumeContext<ProposalAccepted> context)
    {
        var accepted = context.Message;
        var ct = context.CancellationToken;
        var id = DerivedId.OfActivity("proposal", accepted.ProposalId);
        await db.BeginChange(id, ct);
        if (await db.Activities.AnyAsync(a => a.ProposalId == accepted.ProposalId, ct)) return;

        // A place that the house does not have, or no longer, is left to it; one that is taken is waited for.
        var placeId = await db.Places.Where(p => p.Id == accepted.PlaceId).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(ct);
        var activity = new Activity { Id = id, SpaceId = accepted.SpaceId, ProposalId = accepted.ProposalId };
        await programme.Plan(activity, new ActivityPlan(
            accepted.Title, accepted.Description, placeId, Place: LocalizedText.Empty,
            accepted.OrganisationId, OrganiserName: LocalizedText.Empty,
            [Series.Weekly(accepted.Date, accepted.Start, accepted.DurationMinutes, accepted.Weeks)],
            accepted.SpokenLanguages, Free: true, NoSignUp: !accepted.NeedsSignUp)
        { RunBy = RunBy.Partner }, cancelLeft: false, acceptClockChange: true, ct);
    }
}
