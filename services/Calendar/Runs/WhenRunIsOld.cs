using Kivenkolo.Calendar.Commands;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Runs;

/// <summary>Deletes someone's hours, with their corrections, two years after the occurrence; a second time there is nothing left to delete.</summary>
internal sealed class WhenRunIsOld(CalendarDb db) : IConsumer<ForgetRun>
{
    public async Task Consume(ConsumeContext<ForgetRun> context)
    {
        await db.EnterSpace(context.Message.SpaceId, context.CancellationToken);
        await db.Runs.Where(r => r.Id == context.Message.RunId).ExecuteDeleteAsync(context.CancellationToken);
    }
}
