using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>The secret in a link to one's own sign-up.</summary>
internal static class LinkToken
{
    /// <summary>The longest token that is looked at.</summary>
    public const int Longest = 100;

    /// <summary>256 random bits as they stand in a link, and the hash that is kept.</summary>
    public static (string Token, byte[] Hash) New()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (token, HashOf(token));
    }

    /// <summary>SHA-256 of a text.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
