using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <param name="MessageId">The <c>webhook-id</c> that every attempt carries.</param>
/// <param name="Attempts">How many there have been.</param>
/// <param name="LastStatus">The status the endpoint answered last.</param>
/// <param name="LastError">Why there was no answer: timeout, connection, tls, name-not-found, bad-answer or address-not-allowed.</param>
public sealed record DeliveryResponse(
    Guid Id, string MessageId, string Type, DeliveryState State, int Attempts, int? LastStatus, string? LastError, DateTimeOffset CreatedAt,
    DateTimeOffset? LastAttemptAt, DateTimeOffset? NextAttemptAt)
{
    internal static DeliveryResponse Of(WebhookDelivery d) => new(
        d.Id, d.MessageId, d.Type, d.State, d.Attempts, d.LastStatus, d.LastError, d.CreatedAt, d.LastAttemptAt, d.NextAttemptAt);
}
