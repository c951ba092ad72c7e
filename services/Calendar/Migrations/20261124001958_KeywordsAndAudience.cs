using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class KeywordsAndAudience : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "audience",
                table: "activities",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string[]>(
                name: "keywords",
                table: "activities",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.CreateTable(
                name: "keywords",
                columns: table => new
                {
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    label = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_keywords", x => new { x.space_id, x.id });
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_activities_keywords",
                table: "activities",
                sql: "cardinality(keywords) <= 20 and cardinality(audience) <= 20");

            migrationBuilder.Sql("""
                CREATE CONSTRAINT TRIGGER tr_keywords_programme AFTER INSERT OR UPDATE ON keywords
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "keywords");

            migrationBuilder.DropCheckConstraint(
                name: "ck_activities_keywords",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "audience",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "keywords",
                table: "activities");
        }
    }
}
