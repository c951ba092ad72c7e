using System.Collections.Concurrent;
using System.Net;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Layout;

/// <summary>The spaces as Partners told them, kept for a minute; and longer, when Partners is away.</summary>
internal sealed class KnownSpaces(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    // After Partners did not answer, how long until the next question: not every page must wait for it.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (SpaceResponse Space, DateTimeOffset AskAgain)> spaces = new();
    private DateTimeOffset askAgain;

    /// <summary>The space, or null with <c>IsUnknown</c> when there is none of that name; null without it when nobody can say now.</summary>
    public async Task<(SpaceResponse? Space, bool IsUnknown)> Find(string slug, PartnersClient partners, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (spaces.TryGetValue(slug, out var known) && now < known.AskAgain) return (known.Space, false);
        if (now < askAgain) return (known.Space, false);

        var answer = await partners.ReadSpace(slug, ct);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            spaces.TryRemove(slug, out _);
            return (null, true);
        }
        // Only names that Partners has confirmed are kept, or anyone could fill the memory with invented ones.
        if (answer.Value is { } space) spaces[slug] = (space, now + Fresh);
        else askAgain = now + Pause;
        return (answer.Value ?? known.Space, false);
    }
}
