namespace Kivenkolo.Mailbox;

/// <summary>A line without its CR LF; when it was too long, only that it was.</summary>
internal readonly record struct Line(ReadOnlyMemory<byte> Bytes, bool TooLong);

/// <summary>Reads lines that end in CR LF. A bare CR or LF ends nothing: treating it as an end lets one message smuggle in another.</summary>
internal sealed class LineReader(Stream stream)
{
    private const int Longest = 64 * 1024;

    private readonly byte[] buffer = new byte[16 * 1024];
    private int position;
    private int filled;

    /// <summary>The next line; null when the other side has closed.</summary>
    public async ValueTask<Line?> Read(CancellationToken cancellation)
    {
        using var line = new MemoryStream();
        var tooLong = false;
        var previous = (byte)0;
        while (true)
        {
            if (position == filled)
            {
                position = 0;
                filled = await stream.ReadAsync(buffer, cancellation);
                if (filled == 0) return null;
            }
            var next = buffer[position++];
            if (next == '\n' && previous == '\r')
            {
                return tooLong ? new Line(default, true) : new Line(line.GetBuffer().AsMemory(0, (int)line.Length - 1), false);
            }
            if (line.Length < Longest) line.WriteByte(next);
            else tooLong = true;
            previous = next;
        }
    }
}
