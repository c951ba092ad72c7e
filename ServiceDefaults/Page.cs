namespace Kivenkolo.ServiceDefaults;

/// <summary>One page of a list. <c>?after=</c> takes <see cref="Next"/> for the following one.</summary>
/// <param name="Items">At most as many as <c>?limit=</c> asked for (1–100, 50 when it did not).</param>
/// <param name="Next">Where the next page starts; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>The most items a page may have.</summary>
    public const int Most = 100;

    /// <summary>How many items a page has when nothing is asked for.</summary>
    public const int Usual = 50;
}

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>A page from up to <paramref name="limit"/> + 1 items: the one too many only tells that there is more.</summary>
    public static Page<T> From<T>(List<T> read, int limit, Func<T, string> key) =>
        read.Count <= limit ? new(read, null) : new(read[..limit], key(read[limit - 1]));
}
