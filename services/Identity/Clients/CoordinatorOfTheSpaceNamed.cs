using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Identity.Clients;

internal static class CoordinatorOfTheSpaceNamed
{
    /// <summary>
    /// A coordinator of the space that the request names elsewhere than in its path, so the endpoint itself compares the two. What is
    /// checked beforehand is that there is a token.
    /// </summary>
    public static TBuilder AllowCoordinatorOfTheSpaceNamed<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(policy => policy.RequireAuthenticatedUser())
            .WithMetadata(new AccessRule(false, [Role.Coordinator], null));
}
