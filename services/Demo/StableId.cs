using System.Security.Cryptography;
using System.Text;

namespace Kivenkolo.Demo;

/// <summary>
/// An id made from a name, the same on every run and every machine, so that a PUT repeated is the same PUT: the first 128 bits of
/// SHA-256 as a UUID of version 8 (RFC 9562 section 5.8).
/// </summary>
internal static class StableId
{
    public static Guid Of(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"https://kivenkolo.example/demo/{name}"))[..16];
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
