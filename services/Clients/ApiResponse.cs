using System.Net;
using Kivenkolo.Contracts;

namespace Kivenkolo.Clients;

/// <summary>What came back from a service: a value, a refusal, or nothing because the service is away.</summary>
/// <param name="Value">What was asked for; null when it was refused or the service is away.</param>
/// <param name="Status">The status; null when nothing came back that can be read.</param>
/// <param name="Etag">The tag of the state that <paramref name="Value"/> shows, for <c>If-Match</c>.</param>
/// <param name="Problem">Why the service said no.</param>
public sealed record ApiResponse<T>(T? Value, HttpStatusCode? Status, string? Etag, Problem? Problem) where T : class
{
    public bool IsThere => Value is not null;
    public bool IsMissing => Status == HttpStatusCode.NotFound;
    public bool IsForbidden => Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;

    /// <summary>No answer, or one that says the service is in trouble: the rest of the page goes on without it.</summary>
    public bool IsAway => Status is null or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    /// <summary>What was asked for was done.</summary>
    public bool IsDone => Status is { } status && (int)status is >= 200 and < 300;
}

/// <summary>Nothing is expected back.</summary>
public sealed record NoContent;

/// <summary>Why a service said no, from its problem document (RFC 9457).</summary>
/// <param name="Type">The stable URN of the refusal.</param>
/// <param name="Title">What it says to the reader.</param>
/// <param name="Language">The language of <paramref name="Title"/>.</param>
/// <param name="Errors">Messages by field, when the request itself was wrong.</param>
public sealed record Problem(string? Type, string? Title, string Language, IReadOnlyDictionary<string, string[]> Errors)
{
    /// <summary>Whether this is the named refusal, of whichever service.</summary>
    public bool Is(string refusal) => Type is not null && Type.EndsWith(':' + refusal, StringComparison.Ordinal);

    /// <summary>Whether the service said in which language its messages are; else they are for those who program.</summary>
    public bool IsForReaders { get; init; }

    /// <summary>Whether the messages by field can be shown to a reader of this language.</summary>
    public bool IsFor(string language) => IsForReaders && LanguageTag.Lookup(language).Contains(Language, StringComparer.OrdinalIgnoreCase);
}
