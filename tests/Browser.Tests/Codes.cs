using Microsoft.Playwright;

namespace Kivenkolo.Browser;

/// <summary>What a phone's camera makes of QR codes, read from pictures by ZBar.</summary>
internal static class Codes
{
    private const int NothingFound = 4;

    /// <summary>What each code on the page says.</summary>
    public static async Task<string[]> ReadCodes(this IPage page, string name)
    {
        await page.Keep(name);
        return await Read(name + ".png");
    }

    /// <summary>What each code in a picture says that was kept.</summary>
    public static async Task<string[]> Read(string picture)
    {
        var read = await Command.Try("/usr/bin/zbarimg", ["--quiet", "--raw", Path.Combine(Chromium.Pictures, picture)]);
        Assert.True(read.ExitCode is 0 or NothingFound, read.Errors);
        return read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
