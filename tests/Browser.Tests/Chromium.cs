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

    public Chromium Chromium { get; } = new();

    public SomethingToSee There { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await System.InitializeAsync();
        await Chromium.InitializeAsync();
        await There.Arrange(System);
    }

    public async ValueTask DisposeAsync()
    {
        There.Dispose();
        await Chromium.DisposeAsync();
        await System.DisposeAsync();
    }
}

/// <summary>Debian's own Chromium, one process for all tests; each test opens a window without a past, which closes when the next one opens.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // Without the windows, tabs and menus of a desktop: nobody sees them, and they take processor time.
    private const string Executable = "/usr/bin/chromium-headless-shell";

    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private IBrowserContext? window;

    /// <summary>Where pictures are kept, to be looked at.</summary>
    public static string Pictures => Directory.CreateDirectory(Checkout.Path("TestResults", "pages")).FullName;

    public async ValueTask InitializeAsync()
    {
        // Noto, so that pictures show Arabic and Sorani as people see them.
        if (!File.Exists(Executable) || !File.Exists("/usr/bin/pdftotext") || !File.Exists("/usr/bin/zbarimg"))
            await Command.Run(Checkout.Path("scripts", "packages"), ["chromium-headless-shell", "fonts-noto-core", "poppler-utils", "zbar-tools"], [], TimeSpan.FromMinutes(5));
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, ChromiumSandbox = false, Args = Arguments });
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
    }
}
