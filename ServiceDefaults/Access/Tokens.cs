using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Kivenkolo.ServiceDefaults.Access;

/// <summary>
/// Access tokens of Identity (JWT, RFC 9068): signature, issuer <c>Identity:Issuer</c>, audience <c>kivenkolo</c> and lifetime are checked.
/// The keys come from Identity's own address inside the system (<c>services:identity:http:0</c>), never by way of the public one;
/// or from <c>Identity:Jwks</c>, a key set given in place, where nothing can be fetched.
/// </summary>
internal static class Tokens
{
    public const string Audience = "kivenkolo";

    public static void AddTokens(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.RequireHttpsMetadata = false; // inside the system; the cluster's network policy and mesh protect it
            bearer.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = configuration["Identity:Issuer"]?.TrimEnd('/') + "/",
                ValidIssuers = [configuration["Identity:Issuer"]?.TrimEnd('/') ?? ""],
                ValidAudience = Audience,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
                NameClaimType = "name",
                ClockSkew = TimeSpan.FromSeconds(30),
            };
            if (configuration["Identity:Jwks"] is { Length: > 0 } keys)
            {
                bearer.TokenValidationParameters.IssuerSigningKeys = new JsonWebKeySet(keys).GetSigningKeys();
                bearer.Configuration = new OpenIdConnectConfiguration();
            }
            else
            {
                var identity = configuration["services:identity:http:0"] ?? configuration["services:identity:https:0"] ?? "http://identity";
                bearer.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                    $"{identity.TrimEnd('/')}/.well-known/jwks", new KeySet(), new HttpDocumentRetriever { RequireHttps = false });
            }
        });
        builder.Services.AddAccessRules();
    }

    private sealed class KeySet : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var configuration = new OpenIdConnectConfiguration();
            foreach (var key in new JsonWebKeySet(await retriever.GetDocumentAsync(address, cancel)).GetSigningKeys())
                configuration.SigningKeys.Add(key);
            return configuration;
        }
    }
}
