using System.Text;

namespace Kivenkolo.Mailbox;

/// <summary>A message as it was handed over: who sent it, to whom, and its bytes.</summary>
internal sealed record Envelope(string From, string[] To, ReadOnlyMemory<byte> Message)
{
    /// <summary>The trace fields that a delivering server puts first (RFC 5321 section 4.4; RFC 9228).</summary>
    public byte[] Head() => Encoding.UTF8.GetBytes(
        $"Return-Path: <{From}>\r\n" + string.Concat(To.Select(address => $"Delivered-To: {address}\r\n")));
}
