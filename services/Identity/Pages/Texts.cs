using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;

namespace Kivenkolo.Identity.Pages;

/// <summary>What the pages say, in one language.</summary>
public abstract partial class Texts
{
    /// <summary>In the language of <c>lang</c> in the address, else of the browser; Finnish when neither is one of ours.</summary>
    public static Texts For(HttpRequest request) => FindAny(request.Query["lang"]) ?? Find(AcceptLanguage.Of(request)) ?? For("fi");

    /// <summary>The first of <paramref name="tags"/> (separated by spaces, as in <c>ui_locales</c>) that the pages have.</summary>
    public static Texts? FindAny(string? tags) => Find((tags ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(LanguageTag.IsWellFormed));
}
