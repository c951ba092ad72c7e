using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Communications.Migrations
{
    /// <inheritdoc />
    public partial class NoticesOfChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "messages_one_notice_per_occurrence",
                table: "messages");

            migrationBuilder.AddColumn<bool>(
                name: "cancels",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "messages_one_notice_per_change",
                table: "messages",
                columns: new[] { "space_id", "occurrence_id", "source_version" },
                unique: true,
                filter: "occurrence_id IS NOT NULL");

            // Until now cancellations alone were told.
            migrationBuilder.Sql("UPDATE messages SET cancels = true WHERE kind = 'Urgent'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "messages_one_notice_per_change",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "cancels",
                table: "messages");

            migrationBuilder.CreateIndex(
                name: "messages_one_notice_per_occurrence",
                table: "messages",
                columns: new[] { "space_id", "occurrence_id" },
                unique: true,
                filter: "occurrence_id IS NOT NULL");
        }
    }
}
