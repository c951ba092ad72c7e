using System.Xml.Linq;

namespace Kivenkolo.Architecture.Tests;

/// <summary>A project as its file describes it. <paramref name="References"/> are names of projects.</summary>
public sealed record Project(string Name, string Folder, string[] References, string[] Packages)
{
    public bool Runs => File.Exists(Path.Combine(Folder, "Program.cs"));
}

/// <summary>A source file and what is in it.</summary>
public sealed record Source(string Path, string Text);

/// <summary>The sources of this checkout, read as text: what the rules are checked against.</summary>
public static class Solution
{
    private static readonly string[] NotOurs = ["bin", "obj", ".git", ".data", "node_modules", "TestResults"];

    private static readonly Lazy<string[]> Files = new(() => [.. Below(new DirectoryInfo(Checkout.Root)).Order(StringComparer.Ordinal)]);

    public static Project[] Projects { get; } = [.. Files.Value.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(Read)];

    public static Project[] Services => [.. Projects.Where(project => Is(project, "services") || Is(project, "gateway"))];

    public static Project[] Running => [.. Services.Where(project => project.Runs)];

    public static Project Named(string name) => Projects.Single(project => project.Name == name);

    /// <summary>Files of the checkout with one of the endings, by their path below the root.</summary>
    public static IEnumerable<string> PathsOf(params string[] endings) => Files.Value
        .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
        .Select(file => Path.GetRelativePath(Checkout.Root, file));

    /// <summary>The C# that people wrote; migrations are generated.</summary>
    public static IEnumerable<Source> Sources(string folder = "") => PathsOf(".cs")
        .Where(path => path.StartsWith(folder, StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal))
        .Select(path => new Source(path, Text(path)));

    public static string Text(string path) => File.ReadAllText(Checkout.Path(path));

    private static bool Is(Project project, string folder) =>
        Path.GetRelativePath(Checkout.Root, project.Folder).Split(Path.DirectorySeparatorChar)[0] == folder;

    private static IEnumerable<string> Below(DirectoryInfo folder) => folder.EnumerateFiles().Select(file => file.FullName)
        .Concat(folder.EnumerateDirectories().Where(below => !NotOurs.Contains(below.Name)).SelectMany(Below));

    private static Project Read(string file)
    {
        var xml = XDocument.Load(file);
        return new(Path.GetFileNameWithoutExtension(file), Path.GetDirectoryName(file)!, [.. Included("ProjectReference").Select(Name)],
            [.. Included("PackageReference")]);

        IEnumerable<string> Included(string element) => xml.Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>();
        static string Name(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
    }
}
