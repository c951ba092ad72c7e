using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class FeedChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "named_at",
                table: "places",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_activities_space_withdrawn",
                table: "activities",
                columns: new[] { "space_id", "withdrawn_at" },
                filter: "withdrawn_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_activities_space_withdrawn",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "named_at",
                table: "places");
        }
    }
}
