using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace Kivenkolo.Browser;

/// <summary>A word on paper, in points from the upper left corner.</summary>
internal sealed record PrintedWord(string Text, double Left, double Top, double Right, double Bottom);

/// <summary>A font on paper and the size of its letters in points, to a third of a point.</summary>
internal sealed record PrintedFont(string Family, double Size);

/// <summary>A page as it comes out of a printer that knows no colours, read back by Poppler.</summary>
/// <param name="pages">How many sheets it takes.</param>
/// <param name="width">Of the first sheet, in points.</param>
/// <param name="height">Of the first sheet, in points.</param>
/// <param name="words">What is on the first sheet.</param>
/// <param name="text">What is on all sheets, in the order in which it is read.</param>
/// <param name="fonts">In what the sheets are set.</param>
/// <param name="greys">What the first sheet looks like.</param>
internal sealed partial class Sheet(int pages, double width, double height, IReadOnlyList<PrintedWord> words, string text, IReadOnlyList<PrintedFont> fonts,
    Greys greys)
{
    private const int DotsPerInch = 150;
    private const double PointsPerInch = 72;
    private const int Zoom = 3; // the most that Poppler takes; it tells whole numbers

    public int Pages => pages;

    public double Width => width;

    public double Height => height;

    public IReadOnlyList<PrintedFont> Fonts => fonts;

    /// <summary>The size of the smallest letters in points, whatever room the font leaves above and below them.</summary>
    public double SmallestLetters => fonts.Min(font => font.Size);

    public static async Task<Sheet> Print(IPage page, string name)
    {
        var path = Path.Combine(Chromium.Pictures, name);
        await page.PdfAsync(new() { Path = path + ".pdf", PreferCSSPageSize = true, PrintBackground = false });
        var boxes = XDocument.Parse((await Command.Run("/usr/bin/pdftotext", ["-bbox", path + ".pdf", "-"])).Output);
        await Command.Run("/usr/bin/pdftoppm", ["-gray", "-singlefile", "-r", DotsPerInch.ToString(CultureInfo.InvariantCulture), path + ".pdf", path]);
        var sheets = boxes.Descendants().Where(e => e.Name.LocalName == "page").ToList();
        PrintedWord[] printed = [.. sheets[0].Elements().Where(e => e.Name.LocalName == "word")
            .Select(e => new PrintedWord(e.Value, Number(e, "xMin"), Number(e, "yMin"), Number(e, "xMax"), Number(e, "yMax")))];
        var text = (await Command.Run("/usr/bin/pdftotext", [path + ".pdf", "-"])).Output;
        var set = (await Command.Run("/usr/bin/pdftohtml",
            ["-xml", "-stdout", "-i", "-zoom", Zoom.ToString(CultureInfo.InvariantCulture), path + ".pdf"])).Output;
        PrintedFont[] fonts = [.. FontOf().Matches(set)
            .Select(font => new PrintedFont(font.Groups["family"].Value, double.Parse(font.Groups["size"].Value, CultureInfo.InvariantCulture) / Zoom))];
        return new(sheets.Count, Number(sheets[0], "width"), Number(sheets[0], "height"), printed, text, fonts,
            Greys.Read(await File.ReadAllBytesAsync(path + ".pgm")));
    }

    /// <summary>Words of the sentence that are not on the sheet.</summary>
    public IEnumerable<string> Lacks(string sentence)
    {
        var there = Letters(text);
        return sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => !there.Contains(Letters(word), StringComparison.Ordinal));
    }

    /// <summary>Words that reach over the edge of the sheet or into its margin.</summary>
    public IEnumerable<PrintedWord> Cut(double margin) =>
        words.Where(word => word.Left < margin || word.Top < margin || word.Right > width - margin || word.Bottom > height - margin);

    /// <summary>Words that a reader would not see: no ink darker, or no paper lighter, than what gives them a contrast of 7 to 1.</summary>
    public IEnumerable<PrintedWord> Faint() => words.Where(word =>
    {
        var (darkest, lightest) = greys.In(Dots(word.Left), Dots(word.Top), Dots(word.Right), Dots(word.Bottom));
        return darkest > 89 || lightest < 250;
    });

    private static int Dots(double points) => (int)Math.Round(points * DotsPerInch / PointsPerInch);

    // Poppler parts Arabic words at the marks above their letters.
    private static string Letters(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD).Where(char.IsLetterOrDigit));

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"<fontspec id=""\d+"" size=""(?<size>\d+)"" family=""(?<family>[^""]*)""")]
    private static partial Regex FontOf();
}

/// <summary>A picture in greys, 0 for black and 255 for white.</summary>
internal sealed class Greys(int width, int height, byte[] dots, int first)
{
    /// <summary>Reads a portable greymap (PGM, P5).</summary>
    public static Greys Read(byte[] file)
    {
        var (at, fields) = (0, new List<string>());
        while (fields.Count < 4)
        {
            var end = Array.FindIndex(file, at, b => char.IsWhiteSpace((char)b));
            if (end > at) fields.Add(Encoding.ASCII.GetString(file, at, end - at));
            at = end + 1;
        }
        Assert.Equal(("P5", "255"), (fields[0], fields[3]));
        return new(int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture), file, at);
    }

    /// <summary>The darkest and the lightest dot of an area.</summary>
    public (byte Darkest, byte Lightest) In(int left, int top, int right, int bottom)
    {
        var (darkest, lightest) = (byte.MaxValue, byte.MinValue);
        for (var y = Math.Max(0, top); y < Math.Min(height, bottom); y++)
        {
            var row = dots.AsSpan(first + (y * width), width)[Math.Max(0, left)..Math.Min(width, right)];
            foreach (var dot in row) (darkest, lightest) = (Math.Min(darkest, dot), Math.Max(lightest, dot));
        }
        return (darkest, lightest);
    }
}
