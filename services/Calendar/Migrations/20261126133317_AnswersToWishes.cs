using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class AnswersToWishes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "activity_id",
                table: "wishes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "wishes",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Open");

            migrationBuilder.CreateIndex(
                name: "ix_wishes_activity",
                table: "wishes",
                column: "activity_id");

            migrationBuilder.AddForeignKey(
                name: "fk_wishes_activity",
                table: "wishes",
                column: "activity_id",
                principalTable: "activities",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_wishes_activity",
                table: "wishes");

            migrationBuilder.DropIndex(
                name: "ix_wishes_activity",
                table: "wishes");

            migrationBuilder.DropColumn(
                name: "activity_id",
                table: "wishes");

            migrationBuilder.DropColumn(
                name: "state",
                table: "wishes");
        }
    }
}
