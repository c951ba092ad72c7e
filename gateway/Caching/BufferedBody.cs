namespace Kivenkolo.Gateway.Caching;

/// <summary>
/// Buffers a response body while <paramref name="reserve"/> grants the bytes. When it refuses, what is buffered is sent to the client and the rest passes
/// through unbuffered.
/// </summary>
/// <param name="client">Where the body goes when it is not buffered.</param>
/// <param name="reserve">Asked for so many bytes more; false when there are no more.</param>
/// <param name="onPassThrough">Called once, before the first byte passes through.</param>
/// <param name="clientGone">Ends the pass-through when the client has disconnected.</param>
internal sealed class BufferedBody(Stream client, Func<int, bool> reserve, Action onPassThrough, CancellationToken clientGone) : Stream
{
    private byte[] bytes = [];
    private int length;

    /// <summary>Whether the whole body is still here.</summary>
    public bool IsBuffered { get; private set; } = true;

    /// <summary>What is buffered.</summary>
    public ReadOnlyMemory<byte> Content => bytes.AsMemory(0, length);

    public override bool CanRead => false;

    // So that a response that broke off halfway can be replaced by a problem document.
    public override bool CanSeek => IsBuffered;

    public override bool CanWrite => true;

    public override long Length => length;

    public override long Position { get => length; set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsBuffered && !HasRoomFor(buffer.Length))
        {
            IsBuffered = false;
            onPassThrough();
            await client.WriteAsync(Content, clientGone);
            bytes = [];
        }
        if (IsBuffered)
        {
            buffer.CopyTo(bytes.AsMemory(length));
            length += buffer.Length;
        }
        else await client.WriteAsync(buffer, clientGone);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!IsBuffered || !HasRoomFor(count)) throw new NotSupportedException("What passes through is written asynchronously.");
        buffer.AsSpan(offset, count).CopyTo(bytes.AsSpan(length));
        length += count;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => IsBuffered ? Task.CompletedTask : client.FlushAsync(clientGone);

    public override void Flush() { }

    public override void SetLength(long value) => length = value <= length ? (int)value : throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    private bool HasRoomFor(int more)
    {
        if (length + more <= bytes.Length) return true;
        var wanted = Math.Max(length + more, Math.Max(4096, bytes.Length * 2));
        if (!reserve(wanted - bytes.Length)) return false;
        Array.Resize(ref bytes, wanted);
        return true;
    }
}
