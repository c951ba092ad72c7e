using Kivenkolo.Contracts;

namespace Kivenkolo.Web.Services;

/// <summary>A message of the space, as staff see it; a list leaves the body out.</summary>
public sealed record Message(
    Guid Id, string Kind, string State, LocalizedText Subject, LocalizedText? Body, IReadOnlyList<string>? Missing, string? ReasonForMissing,
    string? Week, DateTimeOffset? CreatedAt, DateTimeOffset? PublishedAt)
{
    public bool IsDraft => State == "draft";
    public bool IsUrgent => Kind == "urgent";
}

/// <summary>A published message, as everyone sees it.</summary>
public sealed record NewsItem(Guid Id, string Kind, LocalizedText Subject, LocalizedText? Body, DateTimeOffset PublishedAt)
{
    public bool IsUrgent => Kind == "urgent";
}

public sealed class Communications(HttpClient http) : Service(http)
{
    private static string Root(string space) => $"/api/communications/v1/spaces/{E(space)}";

    public Task<Answer<Listed<NewsItem>>> News(string space, string? after, int limit, CancellationToken ct) =>
        Get<Listed<NewsItem>>($"{Root(space)}/news?limit={limit}{(after is null ? "" : $"&after={E(after)}")}", ct);

    public Task<Answer<NewsItem>> NewsItem(string space, Guid id, CancellationToken ct) => Get<NewsItem>($"{Root(space)}/news/{id}", ct);

    public Task<Answer<Listed<Message>>> Messages(string space, CancellationToken ct) => Get<Listed<Message>>($"{Root(space)}/messages?limit=100", ct);

    public Task<Answer<Message>> Message(string space, Guid id, CancellationToken ct) => Get<Message>($"{Root(space)}/messages/{id}", ct);

    public Task<Answer<Message>> Write(string space, Guid id, string language, string subject, string body, string? etag, CancellationToken ct) =>
        Put<Message>($"{Root(space)}/messages/{id}/variants/{E(language)}", new { subject, body }, ct, etag);

    public Task<Answer<Message>> Publish(string space, Guid id, string? reasonForMissing, string? etag, CancellationToken ct) =>
        Post<Message>($"{Root(space)}/messages/{id}/publication", new { reasonForMissing }, ct, etag: etag);

    public Task<Answer<Nothing>> Subscribe(string space, string email, string language, IReadOnlyList<string> topics, string key, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/subscriptions", new { email, language, topics }, ct, key);

    public Task<Answer<Nothing>> Confirm(string space, string token, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/subscriptions/confirmation", new { token }, ct);

    public Task<Answer<Nothing>> End(string space, string token, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/subscriptions/ending", new { token }, ct);
}
