using Kivenkolo.Contracts;
using Microsoft.AspNetCore.Http;

namespace Kivenkolo.ServiceDefaults;

/// <summary>The languages that a reader asks for: the one place in which <c>Accept-Language</c> is read (RFC 9110 section 12.5.4).</summary>
public static class AcceptLanguage
{
    private const int Most = 20;

    private static readonly string[] Finnish = ["fi"];

    /// <summary>
    /// Every well-formed tag of the header, the highest weight first and in the order of the header where weights are equal, without those of weight 0 and at
    /// most twenty; Finnish when there is none.
    /// </summary>
    public static IReadOnlyList<string> Of(HttpRequest request)
    {
        string[] wanted =
        [
            .. request.GetTypedHeaders().AcceptLanguage.Where(language => language.Quality is not 0).OrderByDescending(language => language.Quality ?? 1)
                .Select(language => language.Value.Value).OfType<string>().Where(LanguageTag.IsWellFormed).Take(Most),
        ];
        return wanted.Length > 0 ? wanted : Finnish;
    }
}
