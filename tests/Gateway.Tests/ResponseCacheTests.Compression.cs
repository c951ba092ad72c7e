using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kivenkolo.Gateway.Tests;

public sealed partial class ResponseCacheTests
{
    private static readonly string Long = string.Concat(Enumerable.Range(0, 500).Select(n => $"Kävelyryhmä {n}. "));

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    [InlineData("zstd", null)]
    public async Task What_is_shared_goes_out_small_to_those_who_can_read_it_small(string accepted, string? coding)
    {
        var (address, times) = (Address(), 0);
        house.Answer(address, http =>
        {
            times++;
            http.Response.Headers.ETag = "\"v1\"";
            return Write(http, Long);
        });
        using var client = Client();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await Get(client, address, ("Accept-Encoding", accepted));
            var sent = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Equal(sent.Length, answer.Content.Headers.ContentLength);
            Assert.Equal(Long, Read(sent, coding));
            if (coding is not null) Assert.InRange(sent.Length, 1, Long.Length / 3);
            Assert.Contains("Accept-Encoding", answer.Headers.Vary);
            // The same state, in other bytes: a weak tag.
            Assert.Equal(coding is null ? "\"v1\"" : "W/\"v1\"", answer.Headers.ETag?.ToString());
        }
        foreach (var tag in (string[])["\"v1\"", "W/\"v1\""])
        {
            using var known = await Get(client, address, ("Accept-Encoding", accepted), ("If-None-Match", tag));
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        }
        Assert.Equal(1, times);
    }

    [Theory]
    [InlineData("for one")]
    [InlineData("cookie")]
    [InlineData("image")]
    [InlineData("short")]
    public async Task Nothing_else_is_made_small(string seeded)
    {
        var (address, text) = (Address(), seeded == "short" ? "kyllä" : Long);
        house.Answer(address, http =>
        {
            http.Response.Headers.CacheControl = seeded == "for one" ? "no-cache" : "public, no-cache";
            http.Response.ContentType = seeded == "image" ? "image/png" : "text/plain";
            return http.Response.WriteAsync(text);
        });
        using var client = Client();
        using var answer = await Get(client, address, ("Accept-Encoding", "br, gzip"), ("Cookie", seeded == "cookie" ? "kivenkolo-staff=x" : ""));
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_a_service_has_made_small_itself_is_shared_as_it_is()
    {
        var address = Address();
        var small = new MemoryStream();
        using (var brotli = new BrotliStream(small, CompressionLevel.Fastest)) brotli.Write(Encoding.UTF8.GetBytes(Long));
        house.Answer(address, http =>
        {
            http.Response.Headers.CacheControl = "public, no-cache";
            http.Response.Headers.ContentEncoding = "br";
            http.Response.Headers.ETag = "\"v1\"";
            http.Response.ContentType = "text/css";
            return http.Response.Body.WriteAsync(small.ToArray()).AsTask();
        });
        using var client = Client();
        using var answer = await Get(client, address, ("Accept-Encoding", "br"));
        Assert.Equal(small.ToArray(), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("\"v1\"", answer.Headers.ETag?.ToString());
    }

    private static string Read(byte[] sent, string? coding)
    {
        var bytes = new MemoryStream(sent);
        using Stream plain = coding switch
        {
            "br" =>
            new BrotliStream(bytes, CompressionMode.Decompress),
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            _ => bytes
        };
        using var text = new StreamReader(plain);
        return text.ReadToEnd();
    }

    private static async Task<HttpResponseMessage> Get(HttpClient client, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers.Where(header => header.Value.Length > 0)) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }
}
