using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Testing;

/// <summary>How the endpoint of a route without <c>{space}</c> learns the space, and turns away who is not of it.</summary>
/// <param name="Naming">Makes the address and the body, if any, of one call that names the space.</param>
/// <param name="Status">The status of the refusal.</param>
/// <param name="Refusal">The problem type of the refusal.</param>
public sealed record SpaceNamedWithin(Func<string, Task<(string Address, object? Body)>> Naming, HttpStatusCode Status, string Refusal);

/// <summary>
/// Calls every endpoint of a committed manifest as everyone who might: nobody, a forged token, each role and each partner's scope here
/// and in another space, the operator. Finds each answer that the manifest does not allow, in either direction.
/// </summary>
public static partial class AccessTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The lines of <c>services/&lt;service&gt;/endpoints.json</c>.</summary>
    public static ManifestLine[] Committed(string service) =>
        JsonSerializer.Deserialize<ManifestLine[]>(File.ReadAllText(Checkout.Path("services", service, "endpoints.json")), Json)!;

    /// <summary>What is answered otherwise than the lines say; each as one sentence.</summary>
    /// <param name="client">Makes a client of the service, without a token.</param>
    /// <param name="lines">The manifest.</param>
    /// <param name="here">The space whose addresses are called.</param>
    /// <param name="elsewhere">Another space, known to the service too.</param>
    /// <param name="within">By the names of their slices, those that learn the space otherwise than from the route.</param>
    public static async Task<string[]> Violations(
        Func<HttpClient> client, IEnumerable<ManifestLine> lines, string here, string elsewhere, IReadOnlyDictionary<string, SpaceNamedWithin>? within = null)
    {
        var violations = new List<string>();
        var callers = Callers(here, elsewhere).Select(caller => (caller.Name, caller.Passes, Client: caller.Speak(client()), caller.HasToken)).ToList();
        foreach (var line in lines)
        {
            var named = within?.GetValueOrDefault(line.Name);
            foreach (var caller in callers)
            {
                var (address, body) = named is null ? (Address(line.Route, here), new { }) : await named.Naming(here);
                using var request = new HttpRequestMessage(new HttpMethod(line.Verb), new Uri(address, UriKind.Relative));
                if (line.Verb is "POST" or "PUT") request.Content = JsonContent.Create(body);
                using var answer = await caller.Client.SendAsync(request);
                var passes = line.Access == "everyone" || caller.Passes(Parts(line.Access));
                var expected = passes ? "let in" : caller.HasToken ? $"{(int)(named?.Status ?? HttpStatusCode.Forbidden)}" : "401";
                var got = await IsTurnedAway(answer, named?.Refusal) ? $"{(int)answer.StatusCode}" : "let in";
                if (got != expected) violations.Add($"{line.Name} ({line.Verb} {line.Route}, {line.Access}) as {caller.Name}: {got} instead of {expected}");
            }
        }
        foreach (var caller in callers) caller.Client.Dispose();
        return [.. violations];
    }

    private static IEnumerable<(string Name, Func<HttpClient, HttpClient> Speak, Func<string[], bool> Passes, bool HasToken)> Callers(string here,
        string elsewhere)
    {
        yield return ("nobody", client => client.AsResident(), _ => false, false);
        yield return ("one with a forged token", client => client.Bearing(Forged), _ => false, false);
        foreach (var role in Enum.GetValues<Role>())
        {
            yield return ($"{role} here", client => client.As(role, here), parts => parts.Contains($"staff:{role}".ToLowerInvariant()), true);
            yield return ($"{role} elsewhere", client => client.As(role, elsewhere), _ => false, true);
        }
        foreach (var scope in Scopes())
        {
            yield return ($"partner with {scope} here", client =>
                client.AsPartner(here, Organisation, scope), parts => parts.Contains($"partner:{scope}"), true);
            yield return ($"partner with {scope} elsewhere", client => client.AsPartner(elsewhere, Organisation, scope), _ => false, true);
        }
        yield return ("partner without a scope", client => client.AsPartner(here, Organisation), _ => false, true);
        yield return ("administration", client => client.AsAdministration(), parts => parts.Contains(AccessRule.AdministrationScope), true);
    }

    private static readonly Guid Organisation = new(RandomNumberGenerator.GetBytes(16));

    // The claims of the operator, under a signature that is none.
    private static readonly string Forged =
        TestTokens.With("administration", new System.Security.Claims.Claim("scope", AccessRule.AdministrationScope))[..^8] + "AAAAAAAA";

    private static string[] Scopes() =>
        [.. Directory.EnumerateFiles(Checkout.Path("services"), "endpoints.json", SearchOption.AllDirectories)
            .SelectMany(file => Scope().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal)];

    // staff(coordinator, editor) or partner(proposals:read) or administration
    private static string[] Parts(string access) => [.. access.Split(" or ").SelectMany(part =>
        part.StartsWith("staff(", StringComparison.Ordinal) ? part[6..^1].Split(", ").Select(role => $"staff:{role}")
        : part.StartsWith("partner(", StringComparison.Ordinal) ? [$"partner:{part[8..^1]}"]
        : [part])];

    private static string Address(string route, string here) => Parameter().Replace(route, match => match.Groups["name"].Value switch
    {
        "space" => here,
        "week" => "2026-W48",
        "language" => "fi",
        _ when match.Groups["constraint"].Value == "language" => "fi",
        _ when match.Groups["choice"].Success => match.Groups["choice"].Value,
        _ when match.Groups["constraint"].Value == "guid" => new Guid(RandomNumberGenerator.GetBytes(16)).ToString(),
        _ => "unheard-of",
    });

    // A refusal of the service's own is an answer to someone who was let in, unless it is the one that says "not of this space": it has the service's type.
    private static async Task<bool> IsTurnedAway(HttpResponseMessage answer, string? refusal)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized) return true;
        var text = await answer.Content.ReadAsStringAsync();
        return (refusal is not null && text.Contains($"\"{refusal}\"", StringComparison.Ordinal))
            || (answer.StatusCode == HttpStatusCode.Forbidden && !text.Contains("urn:kivenkolo:", StringComparison.Ordinal));
    }

    // {id:guid}, or {kind:regex(^(places|equipment)$)}, of which the first choice is called.
    [GeneratedRegex(@"\{(?<name>\w+)(:(?<constraint>\w+)(\(\^\((?<choice>\w+)[^)]*\)\$\))?)?\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"partner\(([^)]+)\)")]
    private static partial Regex Scope();
}
