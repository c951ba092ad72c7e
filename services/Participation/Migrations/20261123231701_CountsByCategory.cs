using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Participation.Migrations
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "counts",
                table: "headcounts");
        }
    }
}
