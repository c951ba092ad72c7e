using Kivenkolo.ServiceDefaults.RateLimits;
using Kivenkolo.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Kivenkolo.Performance;

/// <summary>How many bytes a request makes Calendar allocate: a second replica of it in this process, on the same database and broker.</summary>
internal sealed class Allocations : WebApplicationFactory<Program>
{
    private const int Times = 500;

    private readonly House house;
    private readonly HttpClient client;
    private long ofTheClient;

    private Allocations(House house)
    {
        this.house = house;
        client = CreateClient();
    }

    public static async Task<Allocations> Of(House house)
    {
        var allocations = new Allocations(house);
        allocations.ofTheClient = await allocations.For(_ => "/alive");
        return allocations;
    }

    /// <summary>Bytes a request beyond those of one that does nothing.</summary>
    public async Task<long> Per(Func<int, string> path, string? etag = null) => await For(path, etag) - ofTheClient;

    /// <summary>The answer's entity tag.</summary>
    public async Task<string> TagOf(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.EnsureSuccessStatusCode().Headers.ETag!.ToString();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseContentRoot(Checkout.Path("services", "Calendar")).UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:calendardb", house.ConnectionString);
        builder.UseSetting("ConnectionStrings:messaging", house.Messaging);
        builder.UseSetting("Identity:Issuer", house.Address.AbsoluteUri.TrimEnd('/'));
        builder.UseSetting("services:identity:http:0", house.AddressOf("identity").AbsoluteUri);
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var limit in Enum.GetNames<RateLimit>()) builder.UseSetting($"RateLimits:{limit}", "600000000");
    }

    private async Task<long> For(Func<int, string> path, string? etag = null)
    {
        for (var i = 0; i < 50; i++) await Ask(path(-1 - i), etag);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Times; i++) await Ask(path(i), etag);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Times;
    }

    private async Task Ask(string path, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await answer.Content.CopyToAsync(Stream.Null);
        if ((int)answer.StatusCode >= 400) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
    }
}
