using Kivenkolo.Platform.Kernel;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <summary>Somebody asked for an organisation's link: invites it by a mail to its contact, at most once an hour, however often it was asked for.</summary>
internal sealed class InviteContactJob(PartnersDb db, Inviting inviting, TimeProvider clock) : IJob<InviteContactJob.Payload>
{
    /// <summary>How long after one link the next is sent, so that nobody fills another's mailbox.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <param name="SpaceId">The space.</param>
    /// <param name="OrganisationId">As it was asked for; it may be none of the directory.</param>
    /// <param name="Language">As it was asked for; it may be none of the space's.</param>
    public sealed record Payload(Guid SpaceId, Guid OrganisationId, string Language) : IJobPayload, IOfSpace
    {
        public static string Kind => "invite-contact";

        string IJobPayload.Key => $"{SpaceId}/{OrganisationId}";
    }

    public async Task Run(Payload payload, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var earlier = now - Pause;
        var contact = db.Contacts.Where(c => c.OrganisationId == payload.OrganisationId);
        // Of several at once, one gets past this.
        var first = await contact.Where(c => c.LinkSentAt == null || c.LinkSentAt <= earlier)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LinkSentAt, now), ct) == 1;
        if (!first) return;
        inviting.Invite(payload.OrganisationId, await contact.Select(c => c.Email).SingleAsync(ct), payload.Language);
    }
}
