using System.Security.Cryptography;
using System.Text;

namespace Kivenkolo.Web.Services;

/// <summary>Ids that follow from what is entered (UUID version 8 over SHA-256, RFC 9562 section 5.8): sent again, it is the same entry.</summary>
internal static class EntryId
{
    public static Guid Of(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
