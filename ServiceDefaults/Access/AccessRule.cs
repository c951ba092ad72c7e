using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Access;

/// <summary>What a person may be in a space. A token carries <c>space_role</c> claims such as <c>kivenkolo:coordinator</c>.</summary>
public enum Role
{
    /// <summary>Plans, decides, publishes, accepts.</summary>
    Coordinator,

    /// <summary>Writes the programme and the messages.</summary>
    Editor,

    /// <summary>A resident who runs the house meeting or an activity.</summary>
    Facilitator,

    /// <summary>A student or trainee who helps and counts.</summary>
    Student,

    /// <summary>Sees what staff see, changes nothing.</summary>
    Viewer,
}

/// <summary>Who may call an endpoint: everyone, or those with one of the roles in the route's space, or a partner's client with the scope there.</summary>
/// <param name="Everyone">No token is asked for.</param>
/// <param name="Roles">Roles that pass, in the space that the route names.</param>
/// <param name="Scope">The scope with which a partner's client of that space passes; null when none does.</param>
public sealed record AccessRule(bool Everyone, Role[] Roles, string? Scope) : IAuthorizationRequirement
{
    /// <summary>The scope of the welfare area's own operator: opens spaces, people and clients, and passes every rule.</summary>
    public const string AdministrationScope = "administration";

    /// <summary>The rule in one line, as the endpoint manifest shows it.</summary>
    public override string ToString() => Everyone ? "everyone" : string.Join(" or ", new[]
    {
        Roles.Length > 0 ? $"staff({string.Join(", ", Roles.Select(r => r.ToString().ToLowerInvariant()))})" : null,
        Scope is null ? null : $"partner({Scope})",
        AdministrationScope,
    }.Where(part => part is not null));
}

/// <summary>Every endpoint states who may call it with exactly one of these; an endpoint that states nothing is closed to all.</summary>
public static class AccessRules
{
    /// <summary>
    /// Makes the rules decide, whatever the caller signs in with. An endpoint that states no rule is closed to everyone. An address that leads
    /// to none, or not with this method, says so itself: 404, 405.
    /// </summary>
    public static void AddAccessRules(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IAuthorizationHandler, AccessDecision>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
    }

    /// <summary>Anyone, without a token.</summary>
    public static TBuilder AllowEveryone<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AllowAnonymous().WithMetadata(new AccessRule(true, [], null));

    /// <summary>People with one of <paramref name="roles"/> in the space of the route.</summary>
    public static TBuilder AllowStaff<TBuilder>(this TBuilder endpoint, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Allow(new AccessRule(false, roles, null));

    /// <summary>A partner's client that has <paramref name="scope"/> in the space of the route.</summary>
    public static TBuilder AllowPartner<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Allow(new AccessRule(false, [], scope));

    /// <summary>People with one of <paramref name="roles"/>, or a partner's client with <paramref name="scope"/>, in the space of the route.</summary>
    public static TBuilder AllowStaffOrPartner<TBuilder>(this TBuilder endpoint, string scope, params Role[] roles) where TBuilder
        : IEndpointConventionBuilder =>
        endpoint.Allow(new AccessRule(false, roles, scope));

    /// <summary>The welfare area's operator only.</summary>
    public static TBuilder AllowAdministration<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Allow(new AccessRule(false, [], null));

    private static TBuilder Allow<TBuilder>(this TBuilder endpoint, AccessRule rule) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(policy => policy.AddRequirements(rule)).WithMetadata(rule);
}

/// <summary>Decides an <see cref="AccessRule"/> from the token's claims and the route's <c>{space}</c>.</summary>
internal sealed class AccessDecision(IHttpContextAccessor http) : AuthorizationHandler<AccessRule>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRule rule)
    {
        var space = http.HttpContext?.GetRouteValue("space") as string;
        if (Passes(context.User, rule, space)) context.Succeed(rule);
        return Task.CompletedTask;
    }

    private static bool Passes(ClaimsPrincipal user, AccessRule rule, string? space)
    {
        if (user.HasScope(AccessRule.AdministrationScope)) return true;
        if (space is null) return false;
        return rule.Roles.Any(role => user.IsStaff(space, role))
            || (rule.Scope is { } scope && user.HasScope(scope) && user.SpaceSlug() == space);
    }
}
