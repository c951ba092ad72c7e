using Kivenkolo.Identity;
using Kivenkolo.Identity.Clients;
using Kivenkolo.Identity.External;
using Kivenkolo.Identity.Keys;
using Kivenkolo.Identity.People;
using Kivenkolo.Identity.SigningIn;
using Kivenkolo.Identity.Tokens;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Keys;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Npgsql;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi("Identity");
builder.Services.AddValidation();
builder.AddNpgsqlDataSource("identitydb");
builder.Services.AddDbContext<IdentityDb>((services, options) => IdentityDb.Configure(options, services.GetRequiredService<NpgsqlDataSource>()));
builder.Services.AddMigrationsCheck(async (scope, ct) => (await scope.GetRequiredService<IdentityDb>().Database.GetPendingMigrationsAsync(ct)).Any());

builder.AddTokenServer();
builder.Services.AddIdentityCore<Person>(options =>
{
    options.Password.RequiredLength = Person.MinimumPassword;
    options.Lockout.MaxFailedAccessAttempts = PasswordCheck.MaximumFailures;
    options.User.RequireUniqueEmail = true;
}).AddEntityFrameworkStores<IdentityDb>();
builder.Services.AddAuthentication().AddStaffCookie(builder.Environment).AddExternalProvider(builder.Configuration, builder.Environment);
builder.Services.AddSingleton<ExternalProvider>();
builder.Services.AddScoped<PasswordCheck>();
builder.Services.AddScoped<EnsureHouseClients>();

// Its own access tokens it checks with its own keys, rather than asking itself for them.
builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<KeyRing>((bearer, keys) =>
{
    bearer.ConfigurationManager = null;
    bearer.Configuration = new OpenIdConnectConfiguration();
    bearer.TokenValidationParameters.IssuerSigningKeys = [.. bearer.TokenValidationParameters.IssuerSigningKeys ?? [], .. keys.Signing];
});

builder.AddProtectedKeys("Identity").PersistKeysToDbContext<IdentityDb>();
builder.Services.AddAntiforgery(options =>
{
    options.Cookie.Name = StaffCookie.Name("kivenkolo-identity-form", builder.Environment);
    options.Cookie.Path = "/";
    options.Cookie.SecurePolicy = StaffCookie.Policy(builder.Environment);
    options.SuppressXFrameOptionsHeader = true; // the gateway forbids framing for every page
});

// What these two log below a warning holds e-mail addresses and the contents of requests.
builder.Logging.AddFilter("OpenIddict", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Identity", LogLevel.Error);

if (!args.Contains("--migrate"))
{
    builder.Services.AddHostedService<LoadKeys>();
    builder.Services.AddHostedService<ForgetSpentTokens>();
}

var app = builder.Build();
if (await app.MigrateAndExit(args)) return;

app.UseMiddleware<RefuseUnreadableForms>();
app.UseApi();
app.UseMiddleware<ShowProtocolError>();

app.MapIdentity();
app.Run();

public partial class Program;
