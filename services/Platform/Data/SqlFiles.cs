using Microsoft.EntityFrameworkCore.Migrations;

namespace Kivenkolo.Platform.Data;

/// <summary>SQL that people wrote, in a file beside the migration that runs it and embedded in its assembly.</summary>
public static class SqlFiles
{
    /// <summary>Runs the file, such as <c>Initial.Bookings.sql</c>.</summary>
    /// <exception cref="FileNotFoundException">The migration's assembly has no resource of this name.</exception>
    public static void SqlFile(this MigrationBuilder builder, Migration migration, string name)
    {
        using var resource = migration.GetType().Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException("Not embedded.", name);
        using var reader = new StreamReader(resource);
        builder.Sql(reader.ReadToEnd());
    }
}
