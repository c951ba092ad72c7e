using System.Text;
using Kivenkolo.Identity.Clients;
using Kivenkolo.Identity.Keys;
using Kivenkolo.Identity.People;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Kivenkolo.Identity;

/// <summary>People who sign in, programs that ask for tokens, and the keys of both.</summary>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : IdentityUserContext<Person, Guid>(options), IDataProtectionKeyContext
{
    public const string OnePersonPerEmail = "one_person_per_email";
    public const string OneClientPerClientId = "one_client_per_client_id";

    public DbSet<PersonRole> Roles => Set<PersonRole>();
    public DbSet<Client> Clients => Set<Client>();
    public DbSet<StoredKey> Keys => Set<StoredKey>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The same for the running service, the migration tool and the tests.</summary>
    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource? source) => (source is null
            ? options.UseNpgsql(npgsql => npgsql.SetPostgresVersion(15, 0))
            : options.UseNpgsql(source, npgsql => npgsql.SetPostgresVersion(15, 0)))
        .UseOpenIddict<Client, ClientAuthorization, StoredScope, ClientToken, Guid>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        builder.Entity<Person>(person =>
        {
            person.ToTable("people");
            person.Property(p => p.Name).HasMaxLength(Person.MaximumName);
            person.Property(p => p.Email).HasMaxLength(Person.MaximumEmail).IsRequired();
            person.Ignore(p => p.PhoneNumber).Ignore(p => p.PhoneNumberConfirmed).Ignore(p => p.TwoFactorEnabled);
            person.HasIndex(p => p.NormalizedEmail).IsUnique().HasDatabaseName(OnePersonPerEmail);
            person.HasIndex(p => p.NormalizedUserName).IsUnique().HasDatabaseName("one_person_per_user_name");
            person.HasMany(p => p.Roles).WithOne().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<PersonRole>(role =>
        {
            role.ToTable("person_roles");
            role.HasKey(r => new { r.PersonId, r.Space, r.Role });
            role.Property(r => r.Space).HasMaxLength(60);
            role.Property(r => r.Role).HasMaxLength(20);
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("person_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("person_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("person_tokens");

        builder.Entity<Client>(client =>
        {
            client.ToTable("clients");
            client.Property(c => c.Space).HasMaxLength(60);
            client.HasIndex(c => c.Space).HasDatabaseName("clients_by_space");
            client.HasIndex(c => c.ClientId).IsUnique().HasDatabaseName(OneClientPerClientId);
        });
        builder.Entity<ClientAuthorization>().ToTable("client_authorizations");
        builder.Entity<ClientToken>().ToTable("client_tokens");
        builder.Entity<StoredScope>().ToTable("stored_scopes");

        builder.Entity<StoredKey>(key =>
        {
            key.ToTable("keys");
            key.Property(k => k.Use).HasConversion<string>().HasMaxLength(20);
        });
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");

        foreach (var entity in builder.Model.GetEntityTypes()) NameInSnakeCase(entity);
    }

    private static void NameInSnakeCase(IMutableEntityType entity)
    {
        foreach (var property in entity.GetProperties()) property.SetColumnName(SnakeCase(property.Name));
        foreach (var key in entity.GetKeys()) key.SetName(SnakeCase(key.GetDefaultName()!).Replace("__", "_", StringComparison.Ordinal));
        foreach (var key in entity.GetForeignKeys())
            key.SetConstraintName($"fk_{entity.GetTableName()}_{key.PrincipalEntityType.GetTableName()}");
        foreach (var index in entity.GetIndexes())
            if (index.GetDatabaseName() == index.GetDefaultDatabaseName())
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => SnakeCase(p.Name)))}");
    }

    private static string SnakeCase(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                result.Append('_');
            result.Append(char.ToLowerInvariant(name[i]));
        }
        return result.ToString();
    }
}

/// <summary>What <c>dotnet ef</c> makes a context from: it needs the model and no database.</summary>
internal sealed class IdentityDbForTools : IDesignTimeDbContextFactory<IdentityDb>
{
    public IdentityDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<IdentityDb>();
        IdentityDb.Configure(options, source: null);
        return new IdentityDb(options.Options);
    }
}
