using System.Security.Cryptography;
using System.Text;

namespace Kivenkolo.Platform.Kernel;

/// <summary>
/// Ids that follow from a name: UUID version 8 over SHA-256 (RFC 9562, section 5.8). The same name gives the same id on every run and every machine, so that
/// a repeated request is the same request; the id does not give the name.
/// </summary>
public static class DeterministicId
{
    /// <summary>The id of a name. Begin the name with what kind of thing it names, so that two kinds never share an id.</summary>
    /// <param name="name">Any text, such as <c>activity:proposal:…</c>.</param>
    public static Guid Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // version 8
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80); // variant of RFC 9562
        return new Guid(hash[..16], bigEndian: true);
    }
}
