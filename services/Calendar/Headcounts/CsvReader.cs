using System.Text;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>A record of a CSV file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Cells">What is in it, without quotes and surrounding blanks.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Cells);

/// <summary>
/// Reads CSV (RFC 4180) as spreadsheets write it: commas or, where the comma stands in numbers, semicolons; lines that end either way; quotes
/// around what has a separator, a quote or a line end in it. The header says which separator the file has. Blank lines are passed over.
/// </summary>
internal static class CsvReader
{
    /// <summary>The records in order; one with an open quote ends with the file.</summary>
    public static IEnumerable<CsvRecord> Read(string text)
    {
        var header = text.AsSpan(0, text.IndexOfAny(['\r', '\n']) is var end and >= 0 ? end : text.Length);
        var separator = header.Contains(';') ? ';' : ',';
        var (cells, cell) = (new List<string>(), new StringBuilder());
        var (line, began, quoted, blank) = (1, 1, false, true);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isLineEnd = c == '\n' || (c == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            if (isLineEnd) line++;
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else quoted = false;
            }
            else if (c == '"' && blank) (quoted, blank, _) = (true, false, cell.Clear());
            else if (c == separator) EndCell();
            else if (isLineEnd)
            {
                if (EndRecord() is { } record) yield return record;
                began = line;
            }
            else if (c != '\r')
            {
                blank = blank && char.IsWhiteSpace(c);
                cell.Append(c);
            }
        }
        if (EndRecord() is { } last) yield return last;

        void EndCell()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
            blank = true;
        }

        CsvRecord? EndRecord()
        {
            EndCell();
            var record = cells.Exists(c => c.Length > 0) ? new CsvRecord(began, [.. cells]) : null;
            cells.Clear();
            return record;
        }
    }
}
