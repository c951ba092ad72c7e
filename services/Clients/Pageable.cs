using System.Runtime.CompilerServices;

namespace Kivenkolo.Clients;

/// <summary>A part of a list.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">Where the list goes on; null at its end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>What holds for every list.</summary>
public static class Pageable
{
    /// <summary>The most items that a service gives in one page.</summary>
    public const int MaxPageSize = 100;
}

/// <summary>
/// A list that a service gives in pages. Enumerated, it is read to its end, a page at a time as it is needed; a page that does not come throws
/// <see cref="HttpRequestException"/>.
/// </summary>
public sealed class Pageable<T>(Func<string?, int, CancellationToken, Task<ApiResponse<Page<T>>>> read, CancellationToken ct) : IAsyncEnumerable<T>
{
    /// <summary>One page: the first, or the one that follows where <see cref="Page{T}.Next"/> of another said.</summary>
    public Task<ApiResponse<Page<T>>> Page(string? after = null, int limit = Pageable.MaxPageSize) => read(after, limit, ct);

    /// <summary>
    /// The list up to so many items as one page, whose <see cref="Page{T}.Next"/> is null unless there are more; or the answer that came in place of one of
    /// its pages.
    /// </summary>
    public async Task<ApiResponse<Page<T>>> UpTo(int maximum)
    {
        var items = new List<T>();
        string? after = null;
        while (true)
        {
            var page = await read(after, Math.Min(Pageable.MaxPageSize, maximum - items.Count), ct);
            if (page.Value is not { } part) return page;
            items.AddRange(part.Items);
            after = part.Next;
            if (after is null || items.Count >= maximum) return page with { Value = new(items, after) };
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        All(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private async IAsyncEnumerable<T> All([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, cancellationToken);
        string? after = null;
        do
        {
            var page = await read(after, Pageable.MaxPageSize, either.Token);
            if (page.Value is not { } part) throw new HttpRequestException(page.Problem?.Type ?? "The page did not come.", null, page.Status);
            foreach (var item in part.Items) yield return item;
            after = part.Next;
        }
        while (after is not null);
    }
}
