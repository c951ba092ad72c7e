using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Feedback;

/// <summary>An occurrence has ended: its feedback form opens. One form per occurrence, however often it is told.</summary>
public sealed class OnOccurrenceEnded(ParticipationDb db, CurrentSpace space, TimeProvider clock) : IConsumer<OccurrenceEnded>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<OccurrenceEnded> context)
    {
        var ended = context.Message;
        if (await db.FeedbackForms.AnyAsync(f => f.OccurrenceId == ended.OccurrenceId, context.CancellationToken)) return;
        db.FeedbackForms.Add(new FeedbackForm
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            SpaceId = ended.SpaceId,
            OccurrenceId = ended.OccurrenceId,
            ActivityId = ended.ActivityId,
            Title = ended.Title,
            HeldOn = SpaceDays.DayOf(ended.Start, space.TimeZone),
            OpensAt = ended.End.ToUniversalTime(),
        });
    }
}
