using System.Text.Encodings.Web;
using System.Text.Unicode;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.RateLimits;
using Kivenkolo.Web;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.SigningIn;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IProblemDetailsWriter, StatusPages>(); // before the usual one, which writes JSON
builder.AddServiceDefaults("Web");
builder.WebHost.UseStaticWebAssets(); // also from a build folder outside development
// Not ready until the keys are there; from then on they are in memory, and pages are shown while the database is away.
builder.AddNpgsqlDataSource("webdb", settings => settings.DisableHealthChecks = true);
builder.AddCookieKeys();
builder.AddStaffSignIn();
builder.Services.AddRateLimits();
builder.Services.AddServiceClients();
builder.Services.AddRazorComponents();
// Letters are written as they are: an Arabic page would be three times as long in character references.
builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
builder.Services.AddSingleton<KnownSpaces>();
builder.Services.AddScoped<Reader>();
builder.Services.AddRouting(routing =>
{
    routing.ConstraintMap["language"] = typeof(PathShapes.LanguageConstraint);
    routing.ConstraintMap["slug"] = typeof(PathShapes.SlugConstraint);
});

var app = builder.Build();
if (await app.MigrateAndExit(args)) return;

app.UseServiceDefaults();
app.UseAuthentication();
app.UseMiddleware<WhoReads>();
app.UseRateLimits();
app.UseAuthorization();
app.UseAntiforgery();
app.MapPages();
app.Run();

public partial class Program;
