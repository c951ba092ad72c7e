using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Kivenkolo.ServiceDefaults.Access;

/// <summary>Who a caller without an account is.</summary>
public static class CallerAddress
{
    /// <summary>An IPv4 address, or the /64 of an IPv6 address, which is what one subscriber has; null when there is no address.</summary>
    public static IPAddress? AddressOfCaller(this HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
