using Kivenkolo.Identity.Clients;
using Kivenkolo.Identity.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Kivenkolo.Identity.Tokens;

/// <summary>How the one issuer of tokens is set up.</summary>
internal static class TokenServer
{
    /// <summary>What every service of Kivenkolo accepts a token for.</summary>
    public const string Audience = "kivenkolo";

    public static readonly TimeSpan PersonsAccess = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan ClientsAccess = TimeSpan.FromMinutes(60);

    /// <summary>A working day. Refreshing does not lengthen it: after it the person signs in again.</summary>
    public static readonly TimeSpan PersonsRefresh = TimeSpan.FromHours(8);

    public static void AddTokenServer(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IssuerAddress>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, UseIssuerAndKeys>();

        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>()
                .ReplaceDefaultEntities<Client, ClientAuthorization, StoredScope, ClientToken, Guid>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetEndSessionEndpointUris("connect/endsession")
                    .SetRevocationEndpointUris("connect/revocation");
                server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes([Scopes.Profile, Scopes.OfflineAccess, HouseScopes.Administration, .. HouseScopes.ForPartners]);
                server.RegisterAudiences(Audience);
                server.SetAccessTokenLifetime(PersonsAccess)
                    .SetRefreshTokenLifetime(PersonsRefresh)
                    .DisableSlidingRefreshTokenExpiration()
                    .SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(2))
                    .DisableAccessTokenEncryption();

                server.Configure(options => options.CodeChallengeMethods.RemoveWhere(method => method != CodeChallengeMethods.Sha256));

                // A form_post answer is a page with a script in it, which the content security policy stops.
                server.Configure(options => options.ResponseModes.RemoveWhere(mode => mode != ResponseModes.Query));

                // TLS ends at the gateway: inside the cluster every request is plain, and services fetch the keys that way.
                // What must be https is the public address, and IssuerAddress sees to that.
                server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .EnableErrorPassthrough()
                    .DisableTransportSecurityRequirement();

                server.AddEventHandler(RefuseUnreadableText<ValidateAuthorizationRequestContext>.Descriptor);
                server.AddEventHandler(RefuseUnreadableText<ValidateTokenRequestContext>.Descriptor);
                server.AddEventHandler(RefuseUnreadableText<ValidateEndSessionRequestContext>.Descriptor);
                server.AddEventHandler(RefuseUnreadableText<ValidateRevocationRequestContext>.Descriptor);
                server.AddEventHandler(PublishPublicAddresses.Descriptor);
            });
    }

    /// <summary>The issuer and the keys are known when the process starts, not when it is composed.</summary>
    private sealed class UseIssuerAndKeys(IssuerAddress issuer, KeyRing keys) : IConfigureOptions<OpenIddictServerOptions>
    {
        public void Configure(OpenIddictServerOptions options)
        {
            options.Issuer = issuer.Uri;
            options.SigningCredentials.AddRange(keys.Signing.Select(key => new SigningCredentials(key, SecurityAlgorithms.RsaSha256)));
            options.EncryptionCredentials.AddRange(keys.Encryption.Select(key =>
                new EncryptingCredentials(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)));
        }
    }
}

/// <summary>The public address of the house: the issuer in every token, and where a browser is sent.</summary>
public sealed class IssuerAddress
{
    public IssuerAddress(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!Uri.TryCreate(configuration["Identity:Issuer"], UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new InvalidOperationException("Identity:Issuer is not set to the public address of the house.");
        if (uri.Scheme != Uri.UriSchemeHttps && !environment.IsDevelopment())
            throw new InvalidOperationException("Identity:Issuer must begin with https outside Development.");
        Uri = uri.AbsoluteUri.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    public Uri Uri { get; }

    public Uri At(string path) => new(Uri, path);
}
