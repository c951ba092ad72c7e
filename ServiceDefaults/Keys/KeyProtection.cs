using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kivenkolo.ServiceDefaults.Keys;

/// <summary>
/// Encrypts a service's keys before they are stored, with a key derived from <c>&lt;service&gt;:KeyProtectionSecret</c> (AES-256-GCM, nonce and
/// tag in front), so that a copy of the database is not enough to forge a token or a cookie. Without the secret, which only Development allows,
/// keys are stored as they are.
/// </summary>
public sealed class KeyProtection
{
    /// <summary>The shortest secret taken, in characters: 32 random characters of base64 hold 192 bits.</summary>
    public const int MinimumSecret = 32;

    private const int NonceLength = 12, TagLength = 16;
    private readonly string setting;
    private readonly byte[]? key;

    /// <summary>Derives the key for the service of that name.</summary>
    /// <exception cref="InvalidOperationException">The secret is too short, or missing outside Development.</exception>
    public KeyProtection(string service, IConfiguration configuration, IHostEnvironment environment)
    {
        setting = $"{service}:KeyProtectionSecret";
        var secret = configuration[setting];
        if (string.IsNullOrEmpty(secret))
        {
            if (!environment.IsDevelopment()) throw new InvalidOperationException($"{setting} is not set. Keys are stored unprotected in Development only.");
            return;
        }
        if (secret.Length < MinimumSecret) throw new InvalidOperationException($"{setting} is shorter than {MinimumSecret} characters.");
        var purpose = Encoding.ASCII.GetBytes($"kivenkolo {service.ToLowerInvariant()} keys v1");
        key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: purpose);
    }

    /// <summary>Whether there is a secret.</summary>
    public bool Protects => key is not null;

    /// <summary>Encrypts; returns what is given when there is no secret.</summary>
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

    /// <summary>Decrypts what <see cref="Protect"/> encrypted.</summary>
    /// <exception cref="InvalidOperationException">There is no secret, or it is another than then.</exception>
    public byte[] Unprotect(byte[] stored, bool isProtected)
    {
        if (!isProtected) return stored;
        if (key is null) throw new InvalidOperationException($"The stored keys are protected, and {setting} is not set.");
        if (stored.Length < NonceLength + TagLength) throw new CryptographicException("A stored key is too short to be one.");
        var plain = new byte[stored.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(stored.AsSpan(0, NonceLength), stored.AsSpan(NonceLength + TagLength), stored.AsSpan(NonceLength, TagLength), plain);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidOperationException($"The stored keys were protected with another {setting}.", e);
        }
        return plain;
    }
}

/// <summary>Keys of cookies and forms that every replica shares and that nobody reads from where they are stored.</summary>
public static class ProtectedKeys
{
    /// <summary>Registers <see cref="KeyProtection"/> and data protection whose keys it encrypts; the caller says where they are stored.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="service">Its name: what one service protects, no other reads.</param>
    public static IDataProtectionBuilder AddProtectedKeys(this WebApplicationBuilder builder, string service)
    {
        // Made here and not when first asked for: data protection would log the missing secret and start all the same.
        var protection = new KeyProtection(service, builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(protection);
        if (protection.Protects) builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new ProtectedXmlEncryptor(protection));
        return builder.Services.AddDataProtection().SetApplicationName($"Kivenkolo.{service}");
    }

    /// <summary>Makes the first key, so that replicas that start at the same time do not each make one.</summary>
    public static void EnsureFirstKey(this IServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(EnsureFirstKey)).Protect([]);
}
