using System.Net;
using System.Reflection;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.SigningIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kivenkolo.Web.Tests;

/// <summary>The keys of cookies and forms lie in webdb, where every replica reaches them and nobody reads them.</summary>
public sealed class KeyTests(PagesTests.Alone web, PrivateServers servers) : IClassFixture<PagesTests.Alone>
{
    [Fact]
    public async Task Two_replicas_take_each_others_forms_and_sessions()
    {
        await using var replica = web.WithWebHostBuilder(_ => { });
        Assert.Equal((true, true), await Takes(replica, madeBy: web));
        Assert.Equal((true, true), await Takes(web, madeBy: replica));
    }

    [Fact]
    public async Task One_with_other_keys_takes_neither()
    {
        await using var stranger = new PagesTests.Alone(servers);
        await stranger.InitializeAsync();
        Assert.Equal((false, false), await Takes(stranger, madeBy: web));
    }

    [Fact]
    public async Task Replicas_that_start_at_once_on_a_new_database_find_the_one_key_that_the_migration_made()
    {
        await using var first = new PagesTests.Alone(servers);
        await first.InitializeAsync();
        await using var second = first.WithWebHostBuilder(_ => { });
        await Task.WhenAll(Task.Run(() => first.Services), Task.Run(() => second.Services));
        Assert.Equal((true, true), await Takes(second, madeBy: first));
        Assert.Single(await Keys(first.Database));
    }

    [Fact]
    public async Task A_key_in_the_table_cannot_be_read_without_the_secret()
    {
        var protectedKey = Assert.Single(await Keys(web.Database));
        Assert.Contains("<protected", protectedKey, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", protectedKey, StringComparison.Ordinal);

        // Whoever has the database and another secret has no use of it: a key of their own is made, and what the first one sealed stays closed.
        await using var thief = web.WithWebHostBuilder(host => host.UseSetting("Web:KeyProtectionSecret", PagesTests.Alone.Secret + "!"));
        Assert.Equal((false, false), await Takes(thief, madeBy: web));

        // The control: without a secret, as Development may be, the key lies open.
        var open = await servers.CreateDatabase();
        await PagesTests.Alone.Migrate(open, "--Web:KeyProtectionSecret=");
        Assert.Contains("<value>", Assert.Single(await Keys(open)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Web:KeyProtectionSecret is not set")]
    [InlineData("short", "Web:KeyProtectionSecret is shorter than 32 characters")]
    public async Task Outside_development_keys_without_a_good_secret_are_refused(string secret, string reason)
    {
        var failure = await Assert.ThrowsAsync<TargetInvocationException>(async () =>
            await PagesTests.Alone.Migrate(await servers.CreateDatabase(), "--environment=Production", $"--Web:KeyProtectionSecret={secret}"));
        Assert.Contains(reason, failure.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_ready_before_its_migration_and_shows_pages_with_forms_while_its_database_is_away_after_it()
    {
        var database = await servers.CreateDatabase();
        await using var replica = web.WithWebHostBuilder(host => host.UseSetting("ConnectionStrings:webdb", database + ";Timeout=2"));
        using var client = replica.CreateClient();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status("/health"));
        Assert.Equal(HttpStatusCode.OK, await Status("/alive"));

        await PagesTests.Alone.Migrate(database);
        Assert.Equal(HttpStatusCode.OK, await Status("/health"));
        Assert.Equal(HttpStatusCode.OK, await Status("/fi/kivenkolo/say"));

        NpgsqlConnection.ClearAllPools();
        await servers.DropDatabase(new NpgsqlConnectionStringBuilder(database).Database!);
        Assert.Equal(HttpStatusCode.OK, await Status("/health"));
        Assert.Equal(HttpStatusCode.OK, await Status("/fi/kivenkolo/say"));

        async Task<HttpStatusCode> Status(string path)
        {
            using var answer = await client.GetAsync(path);
            return answer.StatusCode;
        }
    }

    [Fact]
    public void The_model_has_no_change_without_a_migration()
    {
        var options = new DbContextOptionsBuilder<WebDb>();
        WebDb.Configure(options, source: null);
        using var db = new WebDb(options.Options);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    private static async Task<List<string>> Keys(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var reader = await source.CreateCommand("select xml from data_protection_keys").ExecuteReaderAsync();
        var keys = new List<string>();
        while (await reader.ReadAsync()) keys.Add(reader.GetString(0));
        return keys;
    }

    private static async Task<(bool Form, bool Session)> Takes(WebApplicationFactory<Program> taker, WebApplicationFactory<Program> madeBy)
    {
        using var client = taker.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var maker = madeBy.CreateClient(new() { HandleCookies = false });
        using var page = await maker.GetAsync("/fi/kivenkolo/say");
        var proof = (await page.Content.ReadAsStringAsync()).Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        using var form = new HttpRequestMessage(HttpMethod.Post, "/fi/kivenkolo/say");
        form.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", proof), new("text", "Äänikirjoja")]);
        form.Headers.Add("Cookie", page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var answerToForm = await client.SendAsync(form);

        using var staffPage = new HttpRequestMessage(HttpMethod.Get, "/fi/kivenkolo/partners");
        using var person = madeBy.CreateClient().As(Role.Coordinator, "kivenkolo");
        staffPage.Headers.Add("Cookie", Session(madeBy.Services, person.DefaultRequestHeaders.Authorization!.Parameter!));
        using var answerToSession = await client.SendAsync(staffPage);
        return (answerToForm.StatusCode != HttpStatusCode.BadRequest, answerToSession.StatusCode != HttpStatusCode.Redirect);
    }

    private static string Session(IServiceProvider services, string token)
    {
        var kept = new AuthenticationProperties();
        kept.StoreTokens(
        [
            new AuthenticationToken { Name = "access_token", Value = token },
            new AuthenticationToken { Name = "expires_at", Value = StaffSignIn.EndsAt(TimeProvider.System.GetUtcNow(), 3600) },
        ]);
        var cookie = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var ticket = new AuthenticationTicket(StaffSignIn.Whom(token), kept, CookieAuthenticationDefaults.AuthenticationScheme);
        return $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(ticket)}";
    }
}
