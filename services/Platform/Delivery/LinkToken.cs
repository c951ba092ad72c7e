using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kivenkolo.Platform.Delivery;

/// <summary>The secret in a link that is mailed; of it only the hash is kept.</summary>
public static class LinkToken
{
    /// <summary>The longest token that is looked at.</summary>
    public const int Longest = 100;

    /// <summary>A new token of 256 random bits, as it stands in a link, and the hash that is kept.</summary>
    public static (string Token, byte[] Hash) New()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (token, HashOf(token));
    }

    /// <summary>SHA-256 of a token.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
