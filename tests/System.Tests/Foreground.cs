using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kivenkolo.SystemTests;

/// <summary>A <c>./run</c> that shows the logs, as in a terminal.</summary>
internal sealed class Foreground : IDisposable
{
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    public Foreground(RunCommand run, params string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(RunCommand.Script, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        foreach (var (name, value) in run.Environment) _process.StartInfo.Environment[name] = value;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Said { get { lock (_said) return _said.ToString(); } }

    public Task Ready() => Eventually.Become(
        () => !_process.HasExited ? Said.Contains("run: ready after", StringComparison.Ordinal) : throw new InvalidOperationException(Said),
        "the system is ready", TimeSpan.FromMinutes(6));

    public Task Signal(string signal) => Command.Run("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);

    public async Task<int> End()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.Append(line).Append('\n');
    }
}
