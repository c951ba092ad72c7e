using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>
/// The link that ends a subscription, in every mail. It is not stored: the subscription's id, sealed with the service's key ring, is
/// made anew for each mail and read back when it is used, for as long as the key ring keeps its keys.
/// </summary>
public sealed class EndingTokens(IDataProtectionProvider protection)
{
    /// <summary>The longest token that is looked at.</summary>
    public const int Longest = 300;

    private readonly IDataProtector protector = protection.CreateProtector("Kivenkolo.Communications.Subscriptions.Ending");

    /// <summary>A token that ends this subscription.</summary>
    public string For(Guid subscriptionId) => Base64Url.EncodeToString(protector.Protect(subscriptionId.ToByteArray()));

    /// <summary>The subscription that the token ends; null when it is not one of ours.</summary>
    public Guid? Read(string token)
    {
        if (token.Length > Longest || !Base64Url.IsValid(token)) return null;
        try { return new Guid(protector.Unprotect(Base64Url.DecodeFromChars(token))); }
        catch (CryptographicException) { return null; }
    }
}
