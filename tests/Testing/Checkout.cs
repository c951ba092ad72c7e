namespace Kivenkolo.Testing;

/// <summary>Where the sources that these tests were built from lie.</summary>
public static class Checkout
{
    /// <summary>The folder of Kivenkolo.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the root.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Kivenkolo.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No Kivenkolo.sln above {AppContext.BaseDirectory}.");
    }
}
