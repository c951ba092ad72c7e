using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>Secrets of webhooks: made, kept encrypted with the service's key ring, opened to sign (Standard Webhooks).</summary>
internal sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private const string Prefix = "whsec_";
    private const int Length = 32; // bytes; the standard asks for 24 to 64

    private readonly IDataProtector _protector = protection.CreateProtector("webhook secrets");

    /// <summary>A new secret as the partner is shown it, once, and as it is kept.</summary>
    public (string Shown, string Kept) Create()
    {
        var secret = RandomNumberGenerator.GetBytes(Length);
        return (Prefix + Convert.ToBase64String(secret), Convert.ToBase64String(_protector.Protect(secret)));
    }

    /// <summary>The signature of a message, for the header <c>webhook-signature</c>.</summary>
    public string Sign(string kept, string messageId, DateTimeOffset at, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{messageId}.{at.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(_protector.Unprotect(Convert.FromBase64String(kept)), Encoding.UTF8.GetBytes(signed)));
    }
}
