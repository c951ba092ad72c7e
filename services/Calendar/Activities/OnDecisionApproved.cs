using Kivenkolo.Contracts.Participation.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Keeps a decision of the house meeting, so that an activity can be planned from it. It is entered once and never changes.</summary>
internal sealed class OnDecisionApproved(CalendarDb db) : IConsumer<DecisionApproved>
{
    public async Task Consume(ConsumeContext<DecisionApproved> context)
    {
        var approved = context.Message;
        await db.BeginChange(approved.DecisionId, context.CancellationToken);
        if (await db.Decisions.AnyAsync(d => d.DecisionId == approved.DecisionId, context.CancellationToken)) return;
        db.Decisions.Add(new Decision
        {
            SpaceId = approved.SpaceId,
            DecisionId = approved.DecisionId,
            Number = approved.Number,
            Text = approved.Text,
            DecidedOn = approved.DecidedOn,
        });
    }
}
