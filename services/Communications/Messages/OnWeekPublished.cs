using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>Drafts the letter of a published week, one for each week; a later version of the week renews a draft that nobody has edited.</summary>
public sealed class OnWeekPublished(CommunicationsDb db, CurrentSpace space, CommunicationsMetrics metrics, TimeProvider clock) : IConsumer<WeekPublished>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<WeekPublished> context)
    {
        var week = context.Message;
        var message = await db.Messages.SingleOrDefaultAsync(m => m.Week == week.Week, context.CancellationToken);
        var isNew = message is null;
        if (message is null)
        {
            var now = clock.GetUtcNow();
            message = new Message
            {
                Id = Guid.CreateVersion7(now),
                SpaceId = week.SpaceId,
                Kind = MessageKind.Weekly,
                Week = week.Week,
                HappenedAt = week.OccurredAt,
                CreatedAt = now,
            };
            db.Messages.Add(message);
        }
        message.Write(WeekLetter.Write(week, space.Name, space.Zone()), week.Version);
        await db.SaveChangesAsync(context.CancellationToken);
        if (isNew) metrics.Came(message);
    }
}
