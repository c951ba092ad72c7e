using System.Security.Cryptography;
using System.Text;

namespace Kivenkolo.Identity.Keys;

/// <summary>
/// Encrypts keys before they are stored, with a key derived from <c>Identity:KeyProtectionSecret</c> (AES-256-GCM, nonce and tag in front),
/// so that a copy of the database is not enough to forge a token. Without the secret, which only Development allows, keys are stored as they are.
/// </summary>
public sealed class KeyProtection
{
    /// <summary>The shortest secret taken, in characters: 32 random characters of base64 hold 192 bits.</summary>
    public const int MinimumSecret = 32;

    private const int NonceLength = 12, TagLength = 16;
    private readonly byte[]? key;

    public KeyProtection(IConfiguration configuration, IHostEnvironment environment)
    {
        var secret = configuration["Identity:KeyProtectionSecret"];
        if (string.IsNullOrEmpty(secret))
        {
            if (!environment.IsDevelopment())
                throw new InvalidOperationException("Identity:KeyProtectionSecret is not set. Keys are stored unprotected in Development only.");
            return;
        }
        if (secret.Length < MinimumSecret)
            throw new InvalidOperationException($"Identity:KeyProtectionSecret is shorter than {MinimumSecret} characters.");
        key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "kivenkolo identity keys v1"u8.ToArray());
    }

    public bool Protects => key is not null;

    public byte[] Protect(byte[] plain)
    {
        if (key is null) return plain;
        var result = new byte[NonceLength + TagLength + plain.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength));
        return result;
    }

    public byte[] Unprotect(byte[] stored, bool isProtected)
    {
        if (!isProtected) return stored;
        if (key is null) throw new InvalidOperationException("The stored keys are protected, and Identity:KeyProtectionSecret is not set.");
        if (stored.Length < NonceLength + TagLength) throw new CryptographicException("A stored key is too short to be one.");
        var plain = new byte[stored.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(stored.AsSpan(0, NonceLength), stored.AsSpan(NonceLength + TagLength), stored.AsSpan(NonceLength, TagLength), plain);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidOperationException("The stored keys were protected with another Identity:KeyProtectionSecret.", e);
        }
        return plain;
    }
}
