using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Partners.Migrations
{
    /// <inheritdoc />
    public partial class ProposalsSaySignUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "needs_sign_up",
                table: "proposals",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "needs_sign_up",
                table: "proposals");
        }
    }
}
