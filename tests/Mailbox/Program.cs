using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Kivenkolo.Mailbox;

// Mailbox PORT DIRECTORY: receives mail on 127.0.0.1 and keeps each as a file, until it is told to stop.
if (args.Length != 2 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var port))
{
    await Console.Error.WriteLineAsync("usage: Mailbox PORT DIRECTORY");
    return 2;
}

using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

await using var receiver = new MailReceiver(args[1], TimeProvider.System);
receiver.Start(new IPEndPoint(IPAddress.Loopback, port));
Console.WriteLine($"Mail for anyone is received on {receiver.EndPoint} and kept in {args[1]}");
await receiver.Received(stop.Token);
return 0;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
