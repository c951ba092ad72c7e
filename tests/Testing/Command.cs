using System.Diagnostics;
using System.Text;

namespace Kivenkolo.Testing;

/// <summary>What a program said and how it ended.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Errors);

/// <summary>Runs another program to its end.</summary>
public static class Command
{
    /// <summary>Runs it and fails unless it ends well.</summary>
    public static async Task<CommandResult> Run(
        string file, IEnumerable<string> arguments, Dictionary<string, string>? environment = null, TimeSpan? deadline = null)
    {
        var result = await Try(file, arguments, environment, deadline);
        if (result.ExitCode == 0) return result;
        throw new InvalidOperationException(
            $"{Path.GetFileName(file)} {string.Join(' ', arguments)} ended with {result.ExitCode}:\n{result.Output}{result.Errors}");
    }

    /// <summary>Runs it and tells how it ended; kills it and fails when the deadline (1 minute) passes.</summary>
    public static async Task<CommandResult> Try(
        string file, IEnumerable<string> arguments, Dictionary<string, string>? environment = null, TimeSpan? deadline = null,
        string? directory = null)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                WorkingDirectory = directory ?? Checkout.Root,
            },
        };
        foreach (var (name, value) in environment ?? []) process.StartInfo.Environment[name] = value;
        var output = new StringBuilder();
        var errors = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var timer = new CancellationTokenSource(deadline ?? TimeSpan.FromMinutes(1));
        try { await process.WaitForExitAsync(timer.Token); }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', arguments)} did not end in time:\n{output}{errors}");
        }
        return new CommandResult(process.ExitCode, output.ToString(), errors.ToString());

        static void Append(StringBuilder text, string? line)
        {
            if (line is null) return;
            lock (text) text.Append(line).Append('\n');
        }
    }
}
