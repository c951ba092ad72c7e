using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Keys;

/// <summary>Encrypts the keys of cookies and forms with <see cref="KeyProtection"/>.</summary>
internal sealed class ProtectedXmlEncryptor(KeyProtection protection) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var cipher = protection.Protect(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new(new XElement("protected", Convert.ToBase64String(cipher)), typeof(ProtectedXmlDecryptor));
    }
}

/// <summary>Reads what <see cref="ProtectedXmlEncryptor"/> wrote. Created by data protection by its name, from the services given.</summary>
internal sealed class ProtectedXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(
        services.GetRequiredService<KeyProtection>().Unprotect(Convert.FromBase64String(encryptedElement.Value), isProtected: true)));
}
