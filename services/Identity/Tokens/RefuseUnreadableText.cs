using System.Collections.Immutable;
using System.Text;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Kivenkolo.Identity.Tokens;

/// <summary>
/// Refuses a protocol request that holds text no database row could: control characters, or half a surrogate pair. Said the way OAuth
/// says it, before a client or a token is looked up.
/// </summary>
internal sealed class RefuseUnreadableText<TContext> : IOpenIddictServerHandler<TContext> where TContext : BaseValidatingContext
{
    /// <summary>The longest parameter, in characters. An identity token given as a hint, with many roles in it, is the longest of ours.</summary>
    private const int Longest = 32 * 1024;

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
        .UseSingletonHandler<RefuseUnreadableText<TContext>>()
        .SetOrder(int.MinValue + 1)
        .Build();

    public ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.Request is { } request && !request.GetParameters().All(p => IsReadable(p.Key) && IsReadable(p.Value)))
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "A parameter holds characters that are not text, or is too long.");
        return default;
    }

    private static bool IsReadable(OpenIddictParameter value) =>
        ((ImmutableArray<string?>?)value ?? []).All(text => text is null || IsReadable(text));

    private static bool IsReadable(string text) => text.Length <= Longest && ReadableText.Is(text);
}

/// <summary>What counts as text here.</summary>
internal static class ReadableText
{
    /// <summary>Whether there is no control character and no half of a surrogate pair in the text.</summary>
    public static bool Is(string text)
    {
        foreach (var rune in text.AsSpan().EnumerateRunes())
            if (Rune.IsControl(rune)) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
