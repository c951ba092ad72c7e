namespace Kivenkolo.Architecture.Tests;

public sealed class MigrationsTests
{
    [Fact]
    public void Of_the_generated_models_of_the_migrations_only_the_newest_is_kept() => Assert.Empty(Stale(Solution.PathsOf(".cs")));

    [Fact]
    public void A_migration_s_model_that_a_later_one_has_replaced_is_found()
    {
        var files = Solution.PathsOf(".cs").Append("services/Calendar/Migrations/29990101000000_Later.cs")
            .Append("services/Calendar/Migrations/29990101000000_Later.Designer.cs");
        Assert.Equal("services/Calendar/Migrations", Path.GetDirectoryName(Assert.Single(Stale(files))));
    }

    // EF Core reads the model of the newest alone; of an older migration only what the Designer says of it, its id and context, moves to the migration itself.
    private static IEnumerable<string> Stale(IEnumerable<string> files) => files
        .Where(path => path.Contains("/Migrations/", StringComparison.Ordinal) && path.EndsWith(".Designer.cs", StringComparison.Ordinal))
        .GroupBy(Path.GetDirectoryName).SelectMany(folder => folder.Order(StringComparer.Ordinal).SkipLast(1));
}
