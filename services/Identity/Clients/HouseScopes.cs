namespace Kivenkolo.Identity.Clients;

/// <summary>What a client may be allowed to do.</summary>
public static class HouseScopes
{
    /// <summary>Everything in every space. Only the client that <c>--migrate</c> ensures has it; it cannot be given over HTTP.</summary>
    public const string Administration = "administration";

    /// <summary>What a partner's system may be given, in its own space and for its own organisation.</summary>
    public static readonly IReadOnlyList<string> ForPartners = ["proposals:read", "proposals:write", "webhooks:read", "webhooks:write"];
}
