using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// A mail that went out, to be counted and for nothing else: an address that somebody typed in may be another's, whose mailbox nobody is to
/// fill, not by leaving and coming again either. Goes with the sign-up.
/// </summary>
public sealed class SentLetter : IOfSpace
{
    /// <summary>The most sign-ups that one address is told of in a day.</summary>
    public const int MostSignUps = 5;

    /// <summary>The most mails of all kinds that one address gets in a day.</summary>
    public const int Most = 20;

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid RegistrationId { get; init; }

    public required LetterKind Kind { get; init; }

    /// <summary>As <see cref="BucketOf"/> says.</summary>
    public required int AddressBucket { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>
    /// 24 bits of the address's hash, whatever its case. Hundreds of people's addresses share each value, so it tells of none; within one
    /// house hardly two do.
    /// </summary>
    public static int BucketOf(string address) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToLowerInvariant()))) >> 8);
}
