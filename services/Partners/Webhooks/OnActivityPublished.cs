using Kivenkolo.Contracts.Calendar.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>A proposal has become an activity of the programme: the partner that proposed it hears so, once.</summary>
internal sealed class OnActivityPublished(PartnersDb db, WebhookNews news) : IConsumer<ActivityPublished>
{
    public async Task Consume(ConsumeContext<ActivityPublished> context)
    {
        var (published, ct) = (context.Message, context.CancellationToken);
        if (published.ProposalId is not { } proposalId) return;
        if (await db.Proposals.SingleOrDefaultAsync(p => p.Id == proposalId, ct) is not { } proposal) return;
        // Calendar tells again of each change of the activity; the partner has heard of it the first time.
        if (proposal.Became(published.ActivityId)) await news.Tell(WebhookEvent.ActivityPublished, proposal, ct);
    }
}
