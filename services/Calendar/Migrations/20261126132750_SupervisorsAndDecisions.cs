using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class SupervisorsAndDecisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_activities_provenance",
                table: "activities");

            migrationBuilder.AddColumn<string>(
                name: "return_reason",
                table: "runs",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "returned_at",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "supervisor_name",
                table: "activities",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "supervisor_subject",
                table: "activities",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "decisions",
                columns: table => new
                {
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "jsonb", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => x.decision_id);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_runs_return",
                table: "runs",
                sql: "(returned_at is null) = (return_reason is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_activities_provenance",
                table: "activities",
                sql: "(decision_number is null) = (decided_on is null) and (experiment_id is null or decision_number is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_activities_supervisor",
                table: "activities",
                sql: "(supervisor_subject is null) = (supervisor_name is null)");

            migrationBuilder.CreateIndex(
                name: "ix_decisions_space",
                table: "decisions",
                columns: new[] { "space_id", "decision_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "decisions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_runs_return",
                table: "runs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_activities_provenance",
                table: "activities");

            migrationBuilder.DropCheckConstraint(
                name: "ck_activities_supervisor",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "return_reason",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "returned_at",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "supervisor_name",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "supervisor_subject",
                table: "activities");

            migrationBuilder.AddCheckConstraint(
                name: "ck_activities_provenance",
                table: "activities",
                sql: "(experiment_id is null) = (decision_number is null) and (experiment_id is null) = (decided_on is null)");
        }
    }
}
