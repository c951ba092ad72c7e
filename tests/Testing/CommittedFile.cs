namespace Kivenkolo.Testing;

/// <summary>A file in the checkout that says what a service offers, compared with what runs, so that a change of it is seen and meant.</summary>
public static class CommittedFile
{
    /// <summary>Set to 1, the file is written anew instead of compared: the difference is then in the commit.</summary>
    public const string UpdateSwitch = "KIVENKOLO_UPDATE";

    /// <summary>Fails unless the file says exactly <paramref name="current"/>.</summary>
    /// <param name="path">The file, from the root of the checkout, such as <c>services/Calendar/openapi.json</c>.</param>
    /// <param name="current">What runs.</param>
    public static async Task Compare(string path, string current)
    {
        var file = Checkout.Path(path.Split('/'));
        current = current.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            await File.WriteAllTextAsync(file, current);
            return;
        }
        var committed = File.Exists(file) ? (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n") : "";
        if (committed == current) return;
        throw new InvalidOperationException(
            $"{path} differs from what runs. If that is meant, run the test with {UpdateSwitch}=1 and commit the file.\n{FirstDifference(committed, current)}");
    }

    private static string FirstDifference(string committed, string current)
    {
        var (before, after) = (committed.Split('\n'), current.Split('\n'));
        var line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line]) line++;
        return $"line {line + 1}\ncommitted: {before.ElementAtOrDefault(line)}\nruns:      {after.ElementAtOrDefault(line)}";
    }
}
