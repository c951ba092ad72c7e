using Kivenkolo.Identity.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Kivenkolo.Identity.Clients;

/// <summary>
/// Makes the house's own two clients what the configuration says: the web pages (<c>Bootstrap:WebClientSecret</c>), and the administration
/// (<c>Bootstrap:AdministrationClientId</c> and <c>Bootstrap:AdministrationClientSecret</c>). Run with <c>--migrate</c>; a secret that
/// changed in the configuration changes here. One that is not configured is left as it is.
/// </summary>
internal sealed class EnsureHouseClients(
    OpenIddictApplicationManager<Client> clients, IssuerAddress issuer, IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
{
    public const string Web = "web";

    /// <summary>The shortest secret outside Development, in characters.</summary>
    private const int MinimumSecret = 32;

    public async Task Run(CancellationToken ct)
    {
        await Ensure(Web, "Kivenkolo", configuration["Bootstrap:WebClientSecret"], client =>
        {
            client.RedirectUris.Add(issuer.At("signin-oidc"));
            client.PostLogoutRedirectUris.Add(issuer.At("signout-callback-oidc"));
            client.Permissions.UnionWith([
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile]);
            client.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        }, ct);
        await Ensure(configuration["Bootstrap:AdministrationClientId"], "Administration", configuration["Bootstrap:AdministrationClientSecret"],
            client => client.Permissions.UnionWith([
                Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + HouseScopes.Administration]), ct);
    }

    private async Task Ensure(string? clientId, string name, string? secret, Action<OpenIddictApplicationDescriptor> describe, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(clientId) || string.IsNullOrEmpty(secret)) return;
        if (secret.Length < MinimumSecret && !environment.IsDevelopment())
            throw new InvalidOperationException($"The secret of the client {clientId} is shorter than {MinimumSecret} characters.");

        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = clientId,
            ClientSecret = secret,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = name,
        };
        describe(descriptor);
        if (await clients.FindByClientIdAsync(clientId, ct) is { } client)
        {
            await clients.UpdateAsync(client, descriptor, ct);
            return;
        }
        client = new Client { CreatedAt = clock.GetUtcNow() };
        await clients.PopulateAsync(client, descriptor, ct);
        client.ClientSecret = null; // stored as a hash, which the next line makes
        await clients.CreateAsync(client, secret, ct);
    }
}
