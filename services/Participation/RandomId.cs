using System.Security.Cryptography;
using System.Text;

namespace Kivenkolo.Participation;

/// <summary>
/// Ids for what residents write. They say nothing of when it was written: a version 7 id would tell to the millisecond who stood at the kiosk.
/// </summary>
internal static class RandomId
{
    /// <summary>A new id of random bits (RFC 9562, version 4).</summary>
    public static Guid New() => FromBits(RandomNumberGenerator.GetBytes(16));

    /// <summary>The id of what was sent under a key: the same key gives the same id, and the id does not give the key (version 8).</summary>
    public static Guid OfKey(Guid owner, string key) => FromBits(SHA256.HashData([.. owner.ToByteArray(), .. Encoding.UTF8.GetBytes(key)]).AsSpan(0, 16), 0x80);

    private static Guid FromBits(ReadOnlySpan<byte> bits, byte version = 0x40)
    {
        Span<byte> id = stackalloc byte[16];
        bits.CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | version);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
