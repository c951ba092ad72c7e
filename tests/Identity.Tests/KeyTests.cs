using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Identity.Tests;

public sealed class KeyTests(PrivateServers servers)
{
    private const string Secret = "a secret of at least thirty-two characters";

    [Fact]
    public async Task Keys_are_made_once_and_every_replica_has_the_same()
    {
        await using var house = await House.Start(servers);
        using var client = house.Client();
        var published = await client.GetStringAsync("/.well-known/jwks");
        await House.Migrate(house.ConnectionString);
        Assert.Equal(2L, await house.Scalar("select count(*) from keys"));

        await using var replica = await ServiceUnderTest<Program>.Start(servers, new()
        {
            Configuration = { ["ConnectionStrings:identitydb"] = house.ConnectionString },
        });
        using var other = replica.Client();
        Assert.Equal(published, await other.GetStringAsync("/.well-known/jwks"));
        Assert.DoesNotContain("\"d\"", published, StringComparison.Ordinal);
        using var browser = new Browser(house.Client());
        await house.AddPerson("aino@example.org");
        var tokens = await browser.GetTokens("aino@example.org");
        using var elsewhere = new Browser(replica.Client());
        Assert.Equal(200, (await elsewhere.Refresh(tokens.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task With_a_secret_neither_kind_of_key_can_be_read_from_the_database()
    {
        var database = await servers.CreateDatabase();
        await House.Migrate(database, $"--Identity:KeyProtectionSecret={Secret}");
        await using var house = await ServiceUnderTest<Program>.Start(servers, new()
        {
            Configuration = { ["ConnectionStrings:identitydb"] = database, ["Identity:KeyProtectionSecret"] = Secret },
        });
        using var client = house.Client();
        await client.GetStringAsync("/account/login"); // makes the key of forms
        Assert.Equal(200, (await client.ClientToken("administration", House.AdministrationSecret)).Status);

        await using var source = NpgsqlDataSource.Create(database);
        Assert.Equal(2L, await source.CreateCommand("select count(*) from keys where is_protected").ExecuteScalarAsync());
        var xml = (string)(await source.CreateCommand("select xml from data_protection_keys").ExecuteScalarAsync())!;
        Assert.Contains("<protected ", xml.Replace(">", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_secret_than_the_keys_were_protected_with_stops_the_start_and_says_why()
    {
        var database = await servers.CreateDatabase();
        await House.Migrate(database, $"--Identity:KeyProtectionSecret={Secret}");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ServiceUnderTest<Program>.Start(servers, new()
        {
            Configuration = { ["ConnectionStrings:identitydb"] = database, ["Identity:KeyProtectionSecret"] = Secret + "!" },
        }));
        Assert.Contains("another Identity:KeyProtectionSecret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Identity:KeyProtectionSecret=", "Identity:KeyProtectionSecret is not set")]
    [InlineData("--Identity:KeyProtectionSecret=short", "shorter than 32 characters")]
    [InlineData("--Identity:Issuer=http://kivenkolo.example/", "must begin with https")]
    [InlineData("--Bootstrap:WebClientSecret=short", "The secret of the client web is shorter than 32 characters")]
    public async Task Outside_development_what_is_not_safe_is_refused(string setting, string reason)
    {
        var database = await servers.CreateDatabase();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => House.Migrate(database, "--environment=Production",
            $"--Identity:KeyProtectionSecret={Secret}", "--Identity:Issuer=https://kivenkolo.example/", setting));
        Assert.Contains(reason, (failure is TargetInvocationException ? failure.InnerException! : failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_has_no_change_without_a_migration()
    {
        var options = new DbContextOptionsBuilder<IdentityDb>();
        IdentityDb.Configure(options, source: null);
        using var db = new IdentityDb(options.Options);
        Assert.False(db.Database.HasPendingModelChanges());
    }
}
