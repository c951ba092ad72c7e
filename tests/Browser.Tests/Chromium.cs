using Kivenkolo.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(House))]
// One browser and one system on two cores: side by side the pages would only wait for each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Kivenkolo.Browser;

/// <summary>The running system with something to see in it, and a browser to see it with.</summary>
public sealed class House : IAsyncLifetime
{
    public RunningSystem System { get; } = new();

    /// <summary>A browser where of the fonts that the stylesheet names there is Noto Sans.</summary>
    public Chromium Chromium { get; } = new("noto");

    /// <summary>One where there is Arial too, for which Liberation Sans stands in, as on most desktops.</summary>
    public Chromium ChromiumWithArial { get; } = new("noto", "liberation");

    public SomethingToSee There { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await System.InitializeAsync();
        await Chromium.InitializeAsync();
        await ChromiumWithArial.InitializeAsync();
        await There.Arrange(System);
    }

    public async ValueTask DisposeAsync()
    {
        There.Dispose();
        await Chromium.DisposeAsync();
        await ChromiumWithArial.DisposeAsync();
        await System.DisposeAsync();
    }
}

/// <summary>
/// Debian's own Chromium, one process for all tests; each test opens a window without a past, which closes when the next one opens. It finds the fonts named
/// and
/// no others that the machine may have, so that a page looks the same on every machine.
/// </summary>
/// <param name="fonts">Folders of /usr/share/fonts/truetype.</param>
public sealed class Chromium(params string[] fonts) : IAsyncDisposable
{
    // Without the windows, tabs and menus of a desktop: nobody sees them, and they take processor time.
    private const string Executable = "/usr/bin/chromium-headless-shell";

    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Packages = ["chromium-headless-shell", "fonts-noto-core", "fonts-liberation", "poppler-utils", "zbar-tools"];

    private readonly string fontConfiguration = Path.Combine(Path.GetTempPath(), $"kivenkolo-fonts-{Guid.CreateVersion7():n}.conf");
    private IPlaywright? playwright;
    private IBrowser? browser;
    private IBrowserContext? window;

    /// <summary>Where pictures are kept, to be looked at.</summary>
    public static string Pictures => Directory.CreateDirectory(Checkout.Path("TestResults", "pages")).FullName;

    public async ValueTask InitializeAsync()
    {
        var folders = fonts.Select(font => $"/usr/share/fonts/truetype/{font}").ToList();
        if (!File.Exists(Executable) || !File.Exists("/usr/bin/pdftotext") || !File.Exists("/usr/bin/zbarimg") || !folders.All(Directory.Exists))
            await Command.Run(Checkout.Path("scripts", "packages"), Packages, [], TimeSpan.FromMinutes(5));
        // The aliases by which Liberation Sans stands in for Arial are the system's own.
        await File.WriteAllTextAsync(fontConfiguration, $"""
            <?xml version="1.0"?>
            <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
            <fontconfig>
            {string.Concat(folders.Select(folder => $"<dir>{folder}</dir>"))}
            <include ignore_missing="yes">/etc/fonts/conf.d</include>
            <cachedir prefix="xdg">fontconfig</cachedir>
            </fontconfig>
            """);
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!);
        environment["FONTCONFIG_FILE"] = fontConfiguration;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, ChromiumSandbox = false, Args = Arguments, Env = environment });
    }

    /// <summary>A new window; without JavaScript, as the pages must do without it, unless the test itself looks into the page.</summary>
    public async Task<IPage> Open(Uri address, int width = 1280, bool script = false, ColorScheme scheme = ColorScheme.Light)
    {
        if (window is not null) await window.DisposeAsync(); // otherwise the tests would leave some forty, each with a process
        window = await browser!.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            JavaScriptEnabled = script,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            Locale = "fi-FI",
            TimezoneId = "Pacific/Auckland", // the reader's own zone must not matter: times are the house's
        });
        window.SetDefaultTimeout(20_000);
        return await window.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        File.Delete(fontConfiguration);
    }
}
