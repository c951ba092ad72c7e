using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.Platform.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Messaging;

/// <summary>Keeps a service's copy of the spaces; what is older than what is held is ignored.</summary>
public sealed class OnSpaceChanged<TDb>(TDb db) : IConsumer<SpaceChanged> where TDb : ServiceDb
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<SpaceChanged> context)
    {
        var changed = context.Message;
        var known = await db.Spaces.SingleOrDefaultAsync(s => s.Id == changed.SpaceId, context.CancellationToken);
        if (known is null)
        {
            db.Spaces.Add(new KnownSpace
            {
                Id = changed.SpaceId,
                Slug = changed.Slug,
                Name = changed.Name,
                TimeZone = changed.TimeZone,
                WelfareAreaCode = changed.WelfareAreaCode,
                PromisedLanguages = changed.PromisedLanguages,
                OfferedLanguages = changed.OfferedLanguages,
                Version = changed.Version,
            });
            return;
        }
        if (changed.Version <= known.Version) return;
        known.Name = changed.Name;
        known.TimeZone = changed.TimeZone;
        known.WelfareAreaCode = changed.WelfareAreaCode;
        known.PromisedLanguages = changed.PromisedLanguages;
        known.OfferedLanguages = changed.OfferedLanguages;
        known.Version = changed.Version;
    }
}
