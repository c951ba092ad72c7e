using System.Globalization;
using System.Text.RegularExpressions;

namespace Kivenkolo.Web.Tests;

/// <summary>What the sources of the pages must not contain; each rule is shown to find what it forbids.</summary>
public sealed partial class MarkupTests
{
    private static readonly string Stylesheet = File.ReadAllText(Checkout.Path("services", "Web", "wwwroot", "assets", "kivenkolo.css"));

    private static IEnumerable<(string File, string Text)> Components => Directory
        .EnumerateFiles(Checkout.Path("services", "Web"), "*.razor", SearchOption.AllDirectories)
        .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    [Fact]
    public void The_stylesheet_knows_no_left_and_right() => Assert.Empty(Physical().Matches(Rules).Select(match => match.Value.Trim()));

    [Theory]
    [InlineData("a { margin-left: 1px; }")]
    [InlineData("a { text-align: right; }")]
    [InlineData("a { float: left; }")]
    [InlineData("a { left: 0; }")]
    [InlineData("a { border-top-right-radius: 0; }")]
    [InlineData("a { padding: 1px 2px 3px 4px; }")]
    public void A_physical_direction_is_found(string css) => Assert.Matches(Physical(), css);

    [Fact]
    public void The_stylesheet_asks_for_nothing_from_elsewhere() => Assert.DoesNotMatch(@"@import|url\(", Stylesheet);

    [Fact]
    public void The_stylesheet_names_where_its_values_come_from() => Assert.Contains("suomifi-design-tokens 7.0.0", Stylesheet, StringComparison.Ordinal);

    [Fact]
    public void Every_colour_is_named_once_and_used_by_its_name()
    {
        var rules = Stylesheet[Stylesheet.IndexOf("*, *::before", StringComparison.Ordinal)..Stylesheet.IndexOf("/* On paper", StringComparison.Ordinal)];
        Assert.DoesNotMatch(@"#[0-9a-fA-F]{3,8}\b|rgba?\(", rules);
    }

    /// <summary>WCAG 2.2, 1.4.11 and 2.4.13: three to one, on the page, the bar of staff, today, what is wrong and the other grounds.</summary>
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void The_ring_around_what_has_the_focus_is_seen_on_every_ground(string scheme)
    {
        var (light, dark) = (Colours(Stylesheet[..Stylesheet.IndexOf("@media", StringComparison.Ordinal)]),
            Colours(Stylesheet[Stylesheet.IndexOf("@media", StringComparison.Ordinal)..Stylesheet.IndexOf("*, *::before", StringComparison.Ordinal)]));
        double Of(string name) => scheme == "dark" && dark.TryGetValue(name, out var other) ? other : light[name];
        Assert.All(new[] { "page", "card", "line-soft", "today", "tag", "origin", "alert-soft", "good-soft", "warn-soft" }, ground =>
        {
            var ratio = (Math.Max(Of("focus"), Of(ground)) + 0.05) / (Math.Min(Of("focus"), Of(ground)) + 0.05);
            Assert.True(ratio >= 3, $"{ratio:0.00} on {ground}");
        });
    }

    /// <summary>The relative luminance of each colour by its name.</summary>
    private static Dictionary<string, double> Colours(string rules) => Colour().Matches(rules).ToDictionary(match => match.Groups[1].Value, match =>
    {
        double Part(int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        var (hue, saturation, lightness) = (Part(2), Part(3) / 100, Part(4) / 100);
        double Linear(double n)
        {
            var k = (n + (hue / 30)) % 12;
            var channel = lightness - (saturation * Math.Min(lightness, 1 - lightness) * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)));
            return channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);
        }
        return (0.2126 * Linear(0)) + (0.7152 * Linear(8)) + (0.0722 * Linear(4));
    });

    [GeneratedRegex(@"--([\w-]+): hsl\(([\d.]+) ([\d.]+)% ([\d.]+)%\);")]
    private static partial Regex Colour();

    [Fact]
    public void The_stylesheet_is_small() => Assert.True(Stylesheet.Length < 30_000, $"{Stylesheet.Length} characters");

    [Fact]
    public void No_page_has_styles_or_scripts_in_it_but_those_that_are_the_houses_own_files() =>
        // What is said to machines is a data block that no browser runs; its component says why no text can end it.
        Assert.Equal(["StructuredData.razor"], Components.Where(c => Inline().IsMatch(c.Text)).Select(c => c.File));

    [Theory]
    [InlineData("<p style=\"color: red\">")]
    [InlineData("<script>")]
    [InlineData("<script defer src=\"@HouseFiles.Wall\">x()</script>")]
    [InlineData("<script src=\"https://elsewhere.example/x.js\"></script>")]
    [InlineData("<a onclick=\"x()\">")]
    [InlineData("<a href=\"javascript:x()\">")]
    [InlineData("@((MarkupString)text)")]
    public void An_inline_style_a_script_and_raw_markup_are_found(string markup) => Assert.Matches(Inline(), markup);

    [Fact]
    public void Every_posted_form_is_protected() => Assert.All(Components, c =>
        Assert.True(Count(c.Text, "method=\"post\"") == Count(c.Text, "<AntiforgeryToken"), c.File));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|border-(?:top|bottom)-(?:left|right)-radius"
        + @"|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:"
        + @"|text-align:\s*(?:left|right)|float:\s*(?:left|right)|(?:margin|padding):\s*[^\s;]+(?:\s+[^\s;]+){3}\s*;")]
    private static partial Regex Physical();

    // A media query may ask for the width of the screen.
    private static string Rules => MediaQueries().Replace(Comments().Replace(Stylesheet, ""), "");

    [GeneratedRegex(@"@media[^{]*")]
    private static partial Regex MediaQueries();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\sstyle=|<script(?! defer src=""@HouseFiles\.\w+""></script>)|<style|\son[a-z]+=|javascript:|MarkupString", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
