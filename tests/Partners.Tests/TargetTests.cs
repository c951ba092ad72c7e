using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kivenkolo.Partners.Webhooks;
using Kivenkolo.ServiceDefaults.Outside;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Partners.Tests;

/// <summary>Partners as it runs outside Development: nothing of this machine or its network may be reached.</summary>
public sealed class GuardedHouse(PrivateServers servers) : House(servers)
{
    /// <summary>What names resolve to: each list is the answer to one question, the last one stays.</summary>
    internal static Queue<IPAddress[]> Names { get; } = new();

    protected override TestSettings Settings => new()
    {
        Services = services => services.AddSingleton(new OutsideTargets(allowLoopback: false, (host, _) => Task.FromResult(host switch
        {
            "rebinding.example" => Names.Count > 1 ? Names.Dequeue() : Names.Peek(),
            "inside.example" => [IPAddress.Parse("10.1.2.3")],
            "two-faced.example" => [IPAddress.Parse("93.184.215.14"), IPAddress.Parse("fd00::1")],
            "public.example" => [IPAddress.Parse("93.184.215.14")],
            _ => (IPAddress[])[IPAddress.Loopback],
        }))),
    };
}

public sealed class TargetTests(GuardedHouse house) : IClassFixture<GuardedHouse>
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("0.1.2.3"), InlineData("10.0.0.1"), InlineData("10.255.255.255"), InlineData("100.64.0.1"),
        InlineData("100.100.100.200")]
    [InlineData("127.0.0.1"), InlineData("127.1.2.3"), InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255")]
    [InlineData("192.0.0.192"), InlineData("192.0.2.1"), InlineData("192.88.99.1"), InlineData("192.168.1.1"), InlineData("198.18.0.1")]
    [InlineData("198.51.100.1"), InlineData("203.0.113.1"), InlineData("224.0.0.1"), InlineData("239.255.255.255"), InlineData("240.0.0.1")]
    [InlineData("255.255.255.255"), InlineData("168.63.129.16")]
    [InlineData("::"), InlineData("::1"), InlineData("::127.0.0.1"), InlineData("fe80::1"), InlineData("fec0::1"), InlineData("fc00::1"),
        InlineData("fd00:ec2::254")]
    [InlineData("ff02::1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:10.0.0.1"), InlineData("::ffff:169.254.169.254"),
        InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1"), InlineData("64:ff9b::a9fe:a9fe"), InlineData("64:ff9b:1::1"), InlineData("2002:7f00:1::"),
        InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2002:0a00:0001::1"), InlineData("2001::1"), InlineData("2001:db8::1"), InlineData("2001:10::1"), InlineData("3fff::1"), InlineData("100::1")]
    [InlineData("5f00::1"), InlineData("4000::1")]
    public void An_address_that_is_not_public_is_closed(string address) => Assert.False(OutsideTargets.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.215.14"), InlineData("1.1.1.1"), InlineData("100.63.255.255"), InlineData("100.128.0.1"), InlineData("172.15.0.1"),
        InlineData("172.32.0.1")]
    [InlineData("198.17.0.1"), InlineData("223.255.255.255"), InlineData("2606:2800:21f:cb07::1"), InlineData("2a00:1450:4026:808::200e")]
    [InlineData("::ffff:93.184.215.14"), InlineData("64:ff9b::5db8:d70e"), InlineData("2002:5db8:d70e::1")]
    public void A_public_address_is_open(string address) => Assert.True(OutsideTargets.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://127.0.0.1/hook"), InlineData("https://localhost/hook"), InlineData("https://[::1]/hook"), InlineData("https://0x7f.1/hook")]
    [InlineData("https://2130706433/hook"), InlineData("https://017700000001/hook"), InlineData("https://127.1/hook"),
        InlineData("https://[::ffff:127.0.0.1]/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data"), InlineData("https://inside.example/"), InlineData("https://two-faced.example/")]
    [InlineData("http://public.example/hook"), InlineData("http://93.184.215.14/hook"), InlineData("https://public.example/hook#part")]
    public async Task A_target_inside_is_refused_when_it_is_registered(string url) => await House.IsRefused(
        await House.Send(HttpMethod.Put, house.Partner(await house.List()), $"{House.Space}/webhooks/{Guid.CreateVersion7()}", Bodies.Webhook(new Uri(url))),
        HttpStatusCode.UnprocessableEntity, "target-not-allowed");

    [Fact]
    public async Task A_name_that_turns_inward_after_it_was_registered_is_refused_at_the_connection()
    {
        await using var receiver = await Receiver.Start();
        GuardedHouse.Names.Enqueue([IPAddress.Parse("93.184.215.14")]);
        GuardedHouse.Names.Enqueue([IPAddress.Loopback]);
        var partner = house.Partner(await house.List());
        var path = $"{House.Space}/webhooks/{Guid.CreateVersion7()}";
        await House.Read(await House.Send(
            HttpMethod.Put, partner, path, Bodies.Webhook(new Uri($"https://rebinding.example:{receiver.Address.Port}/hook"))), HttpStatusCode.Created);
        await House.Read(await House.Send(HttpMethod.Post, partner, $"{path}/ping"), HttpStatusCode.Accepted);
        var line = await Eventually.Get(async () => (await House.Get(partner, $"{path}/deliveries"))["items"]!.AsArray()
            .Select(item => item!.AsObject()).FirstOrDefault(item => item["attempts"]!.GetValue<int>() == 1), "the attempt was made");
        Assert.Equal("address-not-allowed", line["lastError"]!.GetValue<string>());
        Assert.Empty(receiver.All);
    }

    [Theory]
    [InlineData(false, "address-not-allowed")]
    [InlineData(true, null)]
    public async Task The_connection_itself_asks_who_is_there(bool allowLoopback, string? error)
    {
        // The same transport, name and endpoint: only the guard differs, so it is the guard that refuses.
        await using var receiver = await Receiver.Start();
        using var transport = new WebhookTransport(
            new OutsideTargets(allowLoopback, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])), new ConfigurationBuilder().Build());
        var answer = await transport.Send(
            new($"http://partner.example:{receiver.Address.Port}/hook", "msg_1", TimeProvider.System.GetUtcNow(), "v1,x", "{}"), CancellationToken.None);
        Assert.Equal(error, answer.Error);
        Assert.Equal(allowLoopback ? 1 : 0, receiver.All.Length);
    }

    [Fact]
    public async Task An_endpoint_whose_certificate_nobody_vouches_for_is_sent_nothing()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=partner.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using var receiver = await Receiver.Start(certificate);
        using var transport = new WebhookTransport(
            new OutsideTargets(true, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])), new ConfigurationBuilder().Build());
        var answer = await transport.Send(new($"https://partner.example:{receiver.Address.Port}/hook", "msg_1", now, "v1,x", "{}"), CancellationToken.None);
        Assert.Equal("tls", answer.Error);
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_may_be_registered_only_for_https()
    {
        var targets = new OutsideTargets(false, (_, _) => Task.FromException<IPAddress[]>(new System.Net.Sockets.SocketException(11001)));
        Assert.True(await targets.MayBeEntered(new Uri("https://new.example/"), CancellationToken.None));
        Assert.False(await targets.MayBeEntered(new Uri("http://new.example/"), CancellationToken.None));
    }
}
