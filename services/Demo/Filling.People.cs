using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Demo;

/// <content>Who can sign in, and the partner's system. Passwords and secrets come from outside and go to a file; none is logged.</content>
internal sealed partial class Filling
{
    private const string People = "/account/v1/people";
    private const string Clients = "/account/v1/clients";
    private static readonly string[] PartnerScopes = ["proposals:write", "proposals:read", "webhooks:write"];

    private async Task InvitePeople(CancellationToken cancel)
    {
        var invited = (await api.List(People, cancel)).Select(person => (string?)person["email"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await Invite("coordinator", "Koordinaattori", configuration["Demo:CoordinatorPassword"], invited, cancel);
        await Invite("facilitator", "Talokokouksen vetäjä", configuration["Demo:FacilitatorPassword"], invited, cancel);
    }

    private async Task Invite(string role, string name, string? password, HashSet<string?> invited, CancellationToken cancel)
    {
        var email = $"{role}@kivenkolo.example";
        if (invited.Contains(email)) return;
        if (string.IsNullOrEmpty(password))
        { LeftOut(log, $"the account of the {role}", $"Demo__{char.ToUpperInvariant(role[0])}{role[1..]}Password"); return; }
        await api.Post(People, new { email, name, password, roles = new[] { new { space = Slug, role } } }, cancel);
    }

    private async Task GivePartnerItsClient(CancellationToken cancel)
    {
        if (configuration["Demo:CredentialsFile"] is not { Length: > 0 } file) { LeftOut(log, "the partner's client", "Demo__CredentialsFile"); return; }
        if (await Held(file, cancel) is { } clientId
            && (await api.List($"{Clients}?space={Slug}", cancel)).Any(client => (string?)client["clientId"] == clientId)) return;

        var partner = Content.Organisations.Single(organisation => organisation.Key == "roda");
        var name = partner.Name.In("fi");
        var made = await api.Post(Clients, new { name, space = Slug, organisationId = partner.Id, scopes = PartnerScopes }, cancel);
        await Keep(file, new JsonObject
        {
            ["name"] = name,
            ["space"] = Slug,
            ["organisationId"] = partner.Id,
            ["clientId"] = (string?)made["clientId"],
            ["clientSecret"] = (string?)made["clientSecret"],
        }, cancel);
        Did(log, $"gave {name} its client");
    }

    private static async Task<string?> Held(string file, CancellationToken cancel)
    {
        if (!File.Exists(file)) return null;
        try { return (string?)JsonNode.Parse(await File.ReadAllTextAsync(file, cancel))?["clientId"]; }
        catch (JsonException) { return null; } // cut short while it was written; the secret in it is lost
    }

    // Whole or not at all, and readable by its owner only: the secret is told once.
    private static async Task Keep(string file, JsonObject credentials, CancellationToken cancel)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var unfinished = $"{file}.new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(unfinished, options)) await writer.WriteAsync(credentials.ToJsonString().AsMemory(), cancel);
        File.Move(unfinished, file, overwrite: true);
    }

    [LoggerMessage(3, LogLevel.Warning, "Demo left out {What}: {Key} is not configured")]
    private static partial void LeftOut(ILogger log, string what, string key);
}
