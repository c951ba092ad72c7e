using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class CountsByCategory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int[]>(
                name: "counts",
                table: "headcounts",
                type: "integer[]",
                nullable: true);

            migrationBuilder.AddColumn<TimeOnly>(
                name: "end",
                table: "headcounts",
                type: "time without time zone",
                nullable: true);

            migrationBuilder.AddColumn<TimeOnly>(
                name: "start",
                table: "headcounts",
                type: "time without time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "categories",
                columns: table => new
                {
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "jsonb", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    in_use = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_categories", x => new { x.space_id, x.code });
                });

            migrationBuilder.CreateTable(
                name: "headcount_corrections",
                columns: table => new
                {
                    headcount_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: false),
                    after = table.Column<string>(type: "jsonb", nullable: false),
                    corrected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_headcount_corrections", x => new { x.headcount_id, x.version });
                    table.ForeignKey(
                        name: "fk_headcount_corrections_headcount",
                        column: x => x.headcount_id,
                        principalTable: "headcounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_headcounts_counts",
                table: "headcounts",
                sql: "cardinality(counts) = cardinality(scope)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_headcounts_slot",
                table: "headcounts",
                sql: "(start is null) = (\"end\" is null) and (start is null or (start < \"end\" and first_day = last_day and occurrence_id is null))");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "categories");

            migrationBuilder.DropTable(
                name: "headcount_corrections");

            migrationBuilder.DropCheckConstraint(
                name: "ck_headcounts_counts",
                table: "headcounts");

            migrationBuilder.DropCheckConstraint(
                name: "ck_headcounts_slot",
                table: "headcounts");

            migrationBuilder.DropColumn(
                name: "counts",
                table: "headcounts");

            migrationBuilder.DropColumn(
                name: "end",
                table: "headcounts");

            migrationBuilder.DropColumn(
                name: "start",
                table: "headcounts");
        }
    }
}
