#pragma warning disable IDE0130 // A message's name is its address on the broker: it stays when a folder moves.
namespace Kivenkolo.Partners.Commands;

/// <summary>Partners to itself: make this attempt of a delivery.</summary>
public sealed record DeliverWebhook
{
    public required Guid SpaceId { get; init; }
    public required Guid DeliveryId { get; init; }

    /// <summary>The number of the attempt, from 1.</summary>
    public required int Attempt { get; init; }
}

/// <summary>Partners to itself: the log does not go back this far any more.</summary>
public sealed record ForgetDelivery
{
    public required Guid SpaceId { get; init; }
    public required Guid DeliveryId { get; init; }
}
