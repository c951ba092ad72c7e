using Kivenkolo.Contracts;

namespace Kivenkolo.Web.Services;

/// <summary>A space and the languages it speaks.</summary>
public sealed record Space(
    string Slug, LocalizedText Name, string TimeZone, IReadOnlyList<string> PromisedLanguages, IReadOnlyList<string> OfferedLanguages);

/// <summary>What a partner proposes for the programme.</summary>
public sealed record Proposal(
    Guid Id, LocalizedText? OrganisationName, LocalizedText Title, LocalizedText? Description, DateOnly Date, TimeOnly Start, int DurationMinutes,
    int Weeks, IReadOnlyList<string>? SpokenLanguages, string State, DateTimeOffset ReceivedAt, DateTimeOffset? DecidedAt, string? Answer)
{
    public bool IsWaiting => State == "received";
}

/// <summary>The service Partners: spaces, organisations, proposals.</summary>
public sealed class PartnersOfSpace(HttpClient http) : Service(http)
{
    private const string Root = "/api/partners/v1/spaces";

    public Task<Answer<Listed<Space>>> Spaces(CancellationToken ct) => Get<Listed<Space>>($"{Root}?limit=100", ct);

    public Task<Answer<Space>> Space(string space, CancellationToken ct) => Get<Space>($"{Root}/{E(space)}", ct);

    public Task<Answer<Listed<Proposal>>> Proposals(string space, CancellationToken ct) => Get<Listed<Proposal>>($"{Root}/{E(space)}/proposals?limit=100", ct);

    public Task<Answer<Proposal>> Proposal(string space, Guid id, CancellationToken ct) => Get<Proposal>($"{Root}/{E(space)}/proposals/{id}", ct);

    public Task<Answer<Proposal>> Accept(string space, Guid id, string? note, string? etag, CancellationToken ct) =>
        Post<Proposal>($"{Root}/{E(space)}/proposals/{id}/acceptance", new { note }, ct, etag: etag);

    public Task<Answer<Proposal>> Decline(string space, Guid id, string reason, string? etag, CancellationToken ct) =>
        Post<Proposal>($"{Root}/{E(space)}/proposals/{id}/refusal", new { reason }, ct, etag: etag);
}
