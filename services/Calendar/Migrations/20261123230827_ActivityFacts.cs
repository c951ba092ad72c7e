using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class ActivityFacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "facts",
                table: "activities",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "facts",
                table: "activities");
        }
    }
}
