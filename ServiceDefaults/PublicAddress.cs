using Microsoft.Extensions.Configuration;

namespace Kivenkolo.ServiceDefaults;

/// <summary>The one address that people and programs outside know.</summary>
public static class PublicAddress
{
    /// <summary><c>Public:Address</c> without a slash at the end; where <c>./run</c> listens when that is not set.</summary>
    public static string Of(IConfiguration configuration) => (configuration["Public:Address"] ?? "http://localhost:8080").TrimEnd('/');
}
