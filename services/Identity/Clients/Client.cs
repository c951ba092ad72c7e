using System.Text.Json;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;

namespace Kivenkolo.Identity.Clients;

/// <summary>
/// A program that asks for tokens: the web pages, the administration, or a partner's system, which acts for one organisation in one space.
/// </summary>
public sealed class Client : OpenIddictEntityFrameworkCoreApplication<Guid, ClientAuthorization, ClientToken>
{
    /// <summary>The slug of the space a partner's client may act in; null for the house's own clients.</summary>
    public string? Space { get; init; }

    /// <summary>The partner that the client acts for; null for the house's own clients.</summary>
    public Guid? OrganisationId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Lets the client do this, and ask for these scopes.</summary>
    public void Allow(IEnumerable<string> permissions, IEnumerable<string> scopes) => Permissions = JsonSerializer.Serialize(
        permissions.Concat(scopes.Distinct().Select(scope => OpenIddictConstants.Permissions.Prefixes.Scope + scope)));

    /// <summary>The scopes this client may ask for, as the token server keeps them among its permissions.</summary>
    public IEnumerable<string> GivenScopes() => (JsonSerializer.Deserialize<string[]>(Permissions ?? "[]") ?? [])
        .Where(permission => permission.StartsWith(OpenIddictConstants.Permissions.Prefixes.Scope, StringComparison.Ordinal))
        .Select(permission => permission[OpenIddictConstants.Permissions.Prefixes.Scope.Length..]);
}

/// <summary>What a person has allowed a client; written by the token server.</summary>
public sealed class ClientAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, Client, ClientToken>;

/// <summary>The record of an issued token, without the token itself; written by the token server.</summary>
public sealed class ClientToken : OpenIddictEntityFrameworkCoreToken<Guid, Client, ClientAuthorization>;

/// <summary>A scope kept in the database. The scopes in use are those of <see cref="HouseScopes"/>; the token server requires the table.</summary>
public sealed class StoredScope : OpenIddictEntityFrameworkCoreScope<Guid>;
