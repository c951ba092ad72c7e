using Kivenkolo.Contracts.Calendar.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Figures;

/// <summary>Keeps this service's copy of the counts; a correction that is older than what is held is ignored.</summary>
public sealed class OnHeadcountRecorded(ParticipationDb db) : IConsumer<HeadcountRecorded>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<HeadcountRecorded> context)
    {
        var recorded = context.Message;
        var tallied = recorded.OccurrenceId is not null || recorded.From == recorded.To;
        var scope = Headcount.ScopeOf(recorded.Scope);
        var known = await db.Headcounts.SingleOrDefaultAsync(h => h.Id == recorded.HeadcountId, context.CancellationToken);
        if (known is null)
        {
            db.Headcounts.Add(new Headcount
            {
                Id = recorded.HeadcountId,
                SpaceId = recorded.SpaceId,
                From = recorded.From,
                To = recorded.To,
                Scope = scope,
                Counts = recorded.Counts,
                Count = recorded.Count,
                Tallied = tallied,
                Version = recorded.Version,
            });
            return;
        }
        if (recorded.Version <= known.Version) return;
        (known.From, known.To, known.Scope, known.Counts, known.Count, known.Tallied, known.Version) =
            (recorded.From, recorded.To, scope, recorded.Counts, recorded.Count, tallied, recorded.Version);
    }
}
