namespace Kivenkolo.Gateway.Sharing;

/// <summary>
/// Takes in the body of an answer instead of sending it, as long as <paramref name="take"/> grants the bytes; from the first refusal on it sends
/// everything on, and what it had first.
/// </summary>
/// <param name="client">Where the body goes when it is not collected.</param>
/// <param name="take">Asked for so many bytes more; false when there are no more.</param>
/// <param name="goneOn">Called once, before anything is sent on.</param>
/// <param name="left">Ends the sending when the one who asked has left.</param>
internal sealed class CollectedBody(Stream client, Func<int, bool> take, Action goneOn, CancellationToken left) : Stream
{
    private byte[] bytes = [];
    private int length;

    /// <summary>Whether all of it is still here.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>What was collected.</summary>
    public ReadOnlyMemory<byte> Collected => bytes.AsMemory(0, length);

    public override bool CanRead => false;

    // So that an answer that broke off halfway can be taken back and another be given in its place.
    public override bool CanSeek => IsWhole;

    public override bool CanWrite => true;

    public override long Length => length;

    public override long Position { get => length; set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsWhole && !HasRoomFor(buffer.Length))
        {
            IsWhole = false;
            goneOn();
            await client.WriteAsync(Collected, left);
            bytes = [];
        }
        if (IsWhole)
        {
            buffer.CopyTo(bytes.AsMemory(length));
            length += buffer.Length;
        }
        else await client.WriteAsync(buffer, left);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!IsWhole || !HasRoomFor(count)) throw new NotSupportedException("What is sent on is sent asynchronously.");
        buffer.AsSpan(offset, count).CopyTo(bytes.AsSpan(length));
        length += count;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => IsWhole ? Task.CompletedTask : client.FlushAsync(left);

    public override void Flush() { }

    public override void SetLength(long value) => length = value <= length ? (int)value : throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    private bool HasRoomFor(int more)
    {
        if (length + more <= bytes.Length) return true;
        var wanted = Math.Max(length + more, Math.Max(4096, bytes.Length * 2));
        if (!take(wanted - bytes.Length)) return false;
        Array.Resize(ref bytes, wanted);
        return true;
    }
}
