namespace Kivenkolo.Identity.Keys;

public enum KeyUse { Signing, Encryption }

/// <summary>One key of the token server, the same for every replica. The material is encrypted unless the process ran without a secret.</summary>
public sealed class StoredKey
{
    public required Guid Id { get; init; }
    public required KeyUse Use { get; init; }

    /// <summary>A private RSA key (PKCS #8) for signing; 256 random bits for encryption.</summary>
    public required byte[] Material { get; init; }

    public required bool IsProtected { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
