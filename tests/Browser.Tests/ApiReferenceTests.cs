using System.Collections.Concurrent;

namespace Kivenkolo.Browser;

/// <summary>A partner's developer reads the API reference.</summary>
public sealed class ApiReferenceTests(House house)
{
    [Theory]
    [InlineData("calendar", "Calendar | v1")]
    [InlineData("partners", "Partners | v1")]
    public async Task The_reference_of_a_service_opens_within_its_content_security_policy_and_asks_no_other_host(string service, string title)
    {
        var page = await house.Chromium.Open(house.System.Address, script: true);
        var (elsewhere, errors) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme.StartsWith("http", StringComparison.Ordinal) && url.Authority != house.System.Address.Authority) elsewhere.Add(request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        await page.Visit("/docs");
        await page.Locator($"a[href='/docs/{service}']").ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = title }).First.WaitForAsync();
        await page.GetByText($"/api/{service}/v1/").First.WaitForAsync();
        Assert.Empty(elsewhere);
        Assert.Empty(errors);
    }
}
