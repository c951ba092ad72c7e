using System.Text.Json.Serialization;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>What a partner's endpoint can be told of.</summary>
public enum WebhookEvent
{
    [JsonStringEnumMemberName("proposal.accepted")] ProposalAccepted,
    [JsonStringEnumMemberName("proposal.declined")] ProposalDeclined,
    [JsonStringEnumMemberName("activity.published")] ActivityPublished,
}

/// <summary>Why nothing is sent to a webhook any more.</summary>
public enum DisabledReason
{
    /// <summary>Its endpoint answered 410 Gone.</summary>
    Gone,

    /// <summary>Its endpoint took nothing for three days.</summary>
    Failing,
}

/// <summary>An address of a partner's system that hears what becomes of the organisation's proposals.</summary>
public sealed class Webhook : IOfSpace
{
    /// <summary>How many an organisation may have in a space.</summary>
    public const int Most = 10;

    public required Guid SpaceId { get; init; }
    public required Guid Id { get; init; }
    public required Guid OrganisationId { get; init; }
    public required string Url { get; set; }
    public required WebhookEvent[] Events { get; set; }

    /// <summary>The signing secret, encrypted; it was shown once and is needed for every signature.</summary>
    public required string Secret { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when no delivery has been taken; null while all is well.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    public DisabledReason? Disabled { get; set; }

    /// <summary>Takes a new address and choice of events, and starts afresh when it was disabled.</summary>
    public void Take(string url, WebhookEvent[] events)
    {
        (Url, Events) = (url, events);
        (FailingSince, Disabled) = (null, null);
    }
}
