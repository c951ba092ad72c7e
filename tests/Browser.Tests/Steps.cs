using System.Globalization;
using Microsoft.Playwright;

namespace Kivenkolo.Browser;

/// <summary>What people do in a browser, in their words.</summary>
internal static class Steps
{
    /// <summary>Goes to a page of the house and expects it to be there.</summary>
    public static async Task Visit(this IPage page, string path, int status = 200)
    {
        var answer = await page.GotoAsync(path);
        Assert.Equal(status, answer!.Status);
    }

    /// <summary>Signs in at Identity and comes back to the page asked for.</summary>
    public static async Task SignIn(this IPage page, SignIn who, string path)
    {
        await page.GotoAsync($"/signin?to={Uri.EscapeDataString(path)}");
        await page.Locator("input[type=email], input[name=email]").First.FillAsync(who.Email);
        await page.Locator("input[type=password]").FillAsync(who.Password);
        await page.Locator("main button, form button").First.ClickAsync();
        await page.WaitForURLAsync($"**{path}");
    }

    public static Task Press(this IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public static async Task<string> Text(this IPage page) => await page.Locator("main").InnerTextAsync();

    public static async Task Keep(this IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Pictures, name + ".png"), FullPage = true });

    public static string Iso(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
