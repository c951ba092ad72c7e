using nietras.SeparatedValues;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>A record of a CSV file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Cells">What is in it, without quotes and surrounding blanks.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Cells);

/// <summary>
/// CSV (RFC 4180) as spreadsheets write it: commas or, where the comma stands in numbers, semicolons; lines that end either way; quotes around what has
/// a separator, a quote or a line end in it. The header says which separator the file has.
/// </summary>
internal static class CsvFile
{
    /// <summary>The records in order, without blank ones; one with an open quote ends with the file.</summary>
    public static IEnumerable<CsvRecord> Read(string text)
    {
        var header = text.AsSpan(0, text.IndexOfAny(['\r', '\n']) is var end and >= 0 ? end : text.Length);
        using var rows = Sep.New(header.Contains(';') ? ';' : ',')
            .Reader(options => options with { HasHeader = false, Unescape = true, Trim = SepTrim.Outer, DisableColCountCheck = true }).FromText(text);
        var line = 1;
        while (rows.MoveNext())
        {
            var (began, cells) = (line, CellsOf(rows.Current));
            line = rows.Current.LineNumberToExcl;
            if (Array.Exists(cells, cell => cell.Length > 0)) yield return new CsvRecord(began, cells);
        }
    }

    private static string[] CellsOf(SepReader.Row row)
    {
        var cells = new string[row.ColCount];
        for (var i = 0; i < cells.Length; i++) cells[i] = row[i].ToString().Trim();
        return cells;
    }
}
