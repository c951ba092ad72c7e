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
    /// <summary>The place of the house that is wished for; null when that is left to the house.</summary>
    public Guid? PlaceId { get; init; }

    public bool NeedsSignUp { get; init; }

    public bool IsWaiting => State == "received";
}

/// <summary>An organisation in the space's directory.</summary>
public sealed record Organisation(Guid Id, LocalizedText Name);

/// <summary>Whether what an organisation proposes comes into the programme at once.</summary>
public sealed record Trust(bool Trusted);

/// <summary>Where an organisation may have its link sent to; null when there is no such address.</summary>
public sealed record Contact(string? Email);

/// <summary>For whom the link of an invitation proposes.</summary>
public sealed record Invitation(LocalizedText OrganisationName, DateTimeOffset ExpiresAt);

/// <summary>What has become of a proposal at once.</summary>
public sealed record Received(Guid Id, string State)
{
    public bool IsAccepted => State == "accepted";
}

/// <summary>The service Partners: spaces, organisations, proposals.</summary>
public sealed class PartnersOfSpace(HttpClient http) : Service(http)
{
    private const string Root = "/api/partners/v1/spaces";

    public Task<Answer<Listed<Space>>> Spaces(CancellationToken ct) => Get<Listed<Space>>($"{Root}?limit=100", ct);

    public Task<Answer<Space>> Space(string space, CancellationToken ct) => Get<Space>($"{Root}/{E(space)}", ct);

    public Task<Answer<Listed<Proposal>>> Proposals(string space, CancellationToken ct) => Get<Listed<Proposal>>($"{Root}/{E(space)}/proposals?limit=100", ct);

    public Task<Answer<Proposal>> Proposal(string space, Guid id, CancellationToken ct) => Get<Proposal>($"{Root}/{E(space)}/proposals/{id}", ct);

    public Task<Answer<Listed<Organisation>>> Organisations(string space, CancellationToken ct) =>
        Get<Listed<Organisation>>($"{Root}/{E(space)}/organisations?limit=100", ct);

    public Task<Answer<Organisation>> Organisation(string space, Guid id, CancellationToken ct) => Get<Organisation>($"{Root}/{E(space)}/organisations/{id}", ct);

    public Task<Answer<Trust>> Trust(string space, Guid id, CancellationToken ct) => Get<Trust>($"{Root}/{E(space)}/organisations/{id}/trust", ct);

    public Task<Answer<Trust>> Trust(string space, Guid id, bool trusted, CancellationToken ct) =>
        Put<Trust>($"{Root}/{E(space)}/organisations/{id}/trust", new { trusted }, ct);

    public Task<Answer<Contact>> Contact(string space, Guid id, CancellationToken ct) => Get<Contact>($"{Root}/{E(space)}/organisations/{id}/contact", ct);

    public Task<Answer<Contact>> KeepContact(string space, Guid id, string? email, CancellationToken ct) =>
        Put<Contact>($"{Root}/{E(space)}/organisations/{id}/contact", new { email }, ct);

    public Task<Answer<Nothing>> AskForLink(string space, Guid organisationId, string language, CancellationToken ct) =>
        Post<Nothing>($"{Root}/{E(space)}/proposals/links", new { organisationId, language }, ct);

    public Task<Answer<Nothing>> Invite(string space, Guid id, string email, string language, string key, CancellationToken ct) =>
        Post<Nothing>($"{Root}/{E(space)}/organisations/{id}/invitations", new { email, language }, ct, key);

    public Task<Answer<Invitation>> Invitation(string space, string token, CancellationToken ct) =>
        Post<Invitation>($"{Root}/{E(space)}/proposals/invitation", new { token }, ct);

    public Task<Answer<Received>> Propose(string space, string token, object proposal, string key, CancellationToken ct) =>
        Post<Received>($"{Root}/{E(space)}/proposals/invited", new { token, proposal }, ct, key);

    public Task<Answer<Proposal>> Accept(string space, Guid id, string? note, string? etag, CancellationToken ct) =>
        Post<Proposal>($"{Root}/{E(space)}/proposals/{id}/acceptance", new { note }, ct, etag: etag);

    public Task<Answer<Proposal>> Decline(string space, Guid id, string reason, string? etag, CancellationToken ct) =>
        Post<Proposal>($"{Root}/{E(space)}/proposals/{id}/refusal", new { reason }, ct, etag: etag);
}
