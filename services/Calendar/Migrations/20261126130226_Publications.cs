using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class Publications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "week_publishings",
                columns: table => new
                {
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    week = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    missing = table.Column<string[]>(type: "text[]", nullable: false),
                    reason_for_missing = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_week_publishings", x => new { x.space_id, x.week, x.version });
                });

            // What was kept of the times before: the last of them. Which languages were missing then is not known.
            migrationBuilder.Sql("""
                INSERT INTO week_publishings (space_id, week, version, published_at, missing, reason_for_missing)
                SELECT space_id, week, version, published_at, '{}', reason_for_missing FROM week_publications WHERE version > 0
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "week_publishings");
        }
    }
}
