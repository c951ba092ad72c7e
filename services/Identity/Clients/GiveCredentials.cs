using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Security.Cryptography;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Kivenkolo.Identity.Clients;

public sealed record GiveCredentialsRequest(
    [property: Required, StringLength(120, MinimumLength = 1)] string? Name,
    [property: Required, StringLength(60, MinimumLength = 1), RegularExpression("^[a-z0-9]+(-[a-z0-9]+)*$")] string? Space,
    [property: Required] Guid? OrganisationId,
    [property: Required, PartnerScopes] string[]? Scopes);

public sealed record GiveCredentialsResponse(string ClientId, string ClientSecret);

/// <summary>One or more of the scopes that partners may be given.</summary>
internal sealed class PartnerScopesAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is string?[] { Length: > 0 } scopes
        && scopes.Length <= HouseScopes.ForPartners.Count && scopes.All(scope => HouseScopes.ForPartners.Contains(scope)));

    public override string FormatErrorMessage(string name) => $"One or more of: {string.Join(", ", HouseScopes.ForPartners)}.";
}

/// <summary>
/// A coordinator gives a partner's system its credentials, for one organisation in one space. The secret is in this answer only: what is
/// stored is a hash of it.
/// </summary>
internal static class GiveCredentials
{
    public static void Map(RouteGroupBuilder clients) => clients.MapPost("", Handle)
        .WithName(nameof(GiveCredentials))
        .WithSummary("Give a partner's system its credentials")
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .AllowCoordinatorOfTheSpaceNamed()
        .LimitRate(RateLimit.StaffWrite);

    internal static async Task<Results<Created<GiveCredentialsResponse>, LocalizedProblem>> Handle(GiveCredentialsRequest request, ClaimsPrincipal user,
        OpenIddictApplicationManager<Client> clients, TimeProvider clock, HttpResponse response, CancellationToken ct)
    {
        if (!user.IsStaff(request.Space!, Role.Coordinator)) return Refusal.SpaceNotYours.Result();

        var now = clock.GetUtcNow();
        var clientId = $"partner-{Guid.CreateVersion7(now):N}";
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var client = new Client
        {
            ClientId = clientId,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = request.Name!.Trim(),
            Space = request.Space,
            OrganisationId = request.OrganisationId,
            CreatedAt = now,
        };
        client.Allow([Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Endpoints.Revocation], request.Scopes!);
        await clients.CreateAsync(client, secret, ct);

        response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/account/v1/clients/{clientId}", new GiveCredentialsResponse(clientId, secret));
    }
}
