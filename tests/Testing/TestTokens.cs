using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kivenkolo.Testing;

/// <summary>Tokens as Identity issues them, signed with a key of this test process that the service under test is told to trust.</summary>
public static class TestTokens
{
    /// <summary>The issuer that the service under test expects.</summary>
    public const string Issuer = "http://localhost/";

    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "tests" };

    /// <summary>The public half as a JSON Web Key set, for the configuration key <c>Identity:Jwks</c>.</summary>
    public static string KeySet { get; } = Public();

    /// <summary>A token with the given claims.</summary>
    public static string With(string subject, params Claim[] claims)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = "kivenkolo",
            Subject = new ClaimsIdentity([new Claim("sub", subject), .. claims]),
            NotBefore = now.AddMinutes(-5),
            IssuedAt = now,
            Expires = now.AddHours(2),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>Speaks as a person with a role in a space from now on.</summary>
    public static HttpClient As(this HttpClient client, Role role, string space) => client.Bearing(With(
        $"{role}-of-{space}".ToLowerInvariant(), new Claim("name", $"{role}"), new Claim("space_role", $"{space}:{role}".ToLowerInvariant())));

    /// <summary>Speaks as the coordinator of a space from now on.</summary>
    public static HttpClient AsCoordinator(this HttpClient client, string space = "kivenkolo") => client.As(Role.Coordinator, space);

    /// <summary>Speaks as a partner's system from now on.</summary>
    public static HttpClient AsPartner(this HttpClient client, string space, Guid organisationId, params string[] scopes) => client.Bearing(With(
        $"client-{organisationId:N}", new Claim("organisation", organisationId.ToString()), new Claim("space", space),
        new Claim("scope", string.Join(' ', scopes))));

    /// <summary>Speaks as the welfare area's operator from now on.</summary>
    public static HttpClient AsAdministration(this HttpClient client) =>
        client.Bearing(With("administration", new Claim("scope", AccessRule.AdministrationScope)));

    /// <summary>Speaks as a resident, without any token, from now on.</summary>
    public static HttpClient AsResident(this HttpClient client)
    {
        client.DefaultRequestHeaders.Authorization = null;
        return client;
    }

    /// <summary>Sends the token with every request from now on.</summary>
    public static HttpClient Bearing(this HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static string Public()
    {
        var numbers = Key.Rsa.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA", use = "sig", alg = "RS256", kid = Key.KeyId,
                    n = Base64UrlEncoder.Encode(numbers.Modulus), e = Base64UrlEncoder.Encode(numbers.Exponent),
                },
            },
        });
    }
}
