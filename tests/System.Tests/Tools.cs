using System.Security.Cryptography;

namespace Kivenkolo.SystemTests;

/// <summary>A PATH with everything that this machine's has but one program.</summary>
internal sealed class Tools : IDisposable
{
    private Tools(string missing)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kivenkolo-tools-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        Directory.CreateDirectory(Path);
        foreach (var folder in System.Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists))
            foreach (var program in Directory.EnumerateFiles(folder))
            {
                var link = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(program));
                if (System.IO.Path.GetFileName(program) != missing && !File.Exists(link)) File.CreateSymbolicLink(link, program);
            }
    }

    public string Path { get; }

    public static Tools Without(string program) => new(program);

    /// <summary>Puts a script there; returns its path.</summary>
    public string Add(string name, string script)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.Delete(file);
        File.WriteAllText(file, script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
