using System.Net;
using System.Net.Sockets;

namespace Kivenkolo.ServiceDefaults.Outside;

/// <summary>Nothing is asked of, or sent to, an address of this kind.</summary>
public sealed class TargetNotAllowedException(string host) : IOException($"{host} is not a public address.");

/// <summary>
/// Where a request may go whose address somebody outside chose (a webhook, a partner's calendar): to public addresses over HTTPS, and with
/// <c>Outside:AllowLoopback</c> (Development) to this machine, also over HTTP. Asked when the address is entered and again at each connection,
/// after the name is resolved: a name can change its address.
/// </summary>
public sealed class OutsideTargets(bool allowLoopback, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private static readonly TimeSpan ResolvingAtMost = TimeSpan.FromSeconds(3);

    // IANA's special-purpose registry (RFC 6890) and what clouds answer metadata on.
    private static readonly IPNetwork[] ClosedV4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    // Only 2000::/3 is given out for the public; of it these are not, or carry another address that cannot be looked into (Teredo).
    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] ClosedV6 = [.. new[] { "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether the address may be entered. A name that does not resolve now may: the connection will ask again.</summary>
    public async Task<bool> MayBeEntered(Uri url, CancellationToken ct)
    {
        if (url.Fragment.Length > 0 || url.UserInfo.Length > 0) return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ResolvingAtMost);
        try
        {
            await Addresses(url.IdnHost, url.Scheme, limit.Token);
            return true;
        }
        catch (TargetNotAllowedException) { return false; }
        catch (SocketException) { return url.Scheme == Uri.UriSchemeHttps; }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return url.Scheme == Uri.UriSchemeHttps; }
    }

    /// <summary>The addresses of a host, each of them allowed.</summary>
    /// <exception cref="TargetNotAllowedException">One of them is not; a name with two faces is trusted with neither.</exception>
    public async Task<IPAddress[]> Addresses(string host, string scheme, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, ct);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        return addresses.All(address => IsAllowed(address, scheme)) ? addresses : throw new TargetNotAllowedException(host);
    }

    /// <summary>Whether the address belongs to the public internet, also when it is wrapped in another.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return IsPublic(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetwork) return !ClosedV4.Any(network => network.Contains(address));

        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address)) return IsPublic(new IPAddress(bytes.AsSpan(12, 4)));
        if (SixToFour.Contains(address)) return IsPublic(new IPAddress(bytes.AsSpan(2, 4)));
        return PublicV6.Contains(address) && !ClosedV6.Any(network => network.Contains(address));
    }

    private bool IsAllowed(IPAddress address, string scheme)
    {
        if (allowLoopback && IPAddress.IsLoopback(address)) return true;
        return scheme == Uri.UriSchemeHttps && IsPublic(address);
    }
}
