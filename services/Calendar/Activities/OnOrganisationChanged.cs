using Kivenkolo.Contracts.Partners.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Keeps Calendar's own copy of organisations' names, for the line "organised by". What is older than what is held is ignored.</summary>
internal sealed class OnOrganisationChanged(CalendarDb db) : IConsumer<OrganisationChanged>
{
    public async Task Consume(ConsumeContext<OrganisationChanged> context)
    {
        var changed = context.Message;
        await db.BeginChange(changed.OrganisationId, context.CancellationToken);
        var held = await db.Organisations.SingleOrDefaultAsync(o => o.OrganisationId == changed.OrganisationId, context.CancellationToken);
        if (held is null)
        {
            db.Organisations.Add(new Organisation
            {
                SpaceId = changed.SpaceId,
                OrganisationId = changed.OrganisationId,
                Name = changed.Name,
                Version = changed.Version,
            });
        }
        else if (changed.Version > held.Version)
        {
            held.Name = changed.Name;
            held.Version = changed.Version;
        }
    }
}
