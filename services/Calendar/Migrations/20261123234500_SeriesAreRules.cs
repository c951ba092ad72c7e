using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class SeriesAreRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "uq_occurrences_activity_date",
                table: "occurrences");

            migrationBuilder.DropCheckConstraint(
                name: "ck_activities_duration",
                table: "activities");

            migrationBuilder.DropCheckConstraint(
                name: "ck_activities_weeks",
                table: "activities");

            migrationBuilder.AddColumn<bool>(
                name: "is_moved",
                table: "occurrences",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "occurrences",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "occurrences",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<Guid>(
                name: "place_id",
                table: "occurrences",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "recurrence_id",
                table: "occurrences",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<DateOnly>(
                name: "series_date",
                table: "occurrences",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "due_at",
                table: "activities",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "series",
                table: "activities",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "withdrawn_at",
                table: "activities",
                type: "timestamp with time zone",
                nullable: true);

            // So many weeks become a rule; every occurrence is where its series has it.
            migrationBuilder.Sql("""
                UPDATE activities SET series = jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
                    'firstDate', first_date, 'start', start, 'durationMinutes', duration_minutes,
                    'rule', CASE WHEN weeks > 1 THEN 'FREQ=WEEKLY;COUNT=' || weeks END)));
                UPDATE occurrences SET series_date = local_date, recurrence_id = start;
                """);

            migrationBuilder.DropColumn(
                name: "duration_minutes",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "first_date",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "start",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "weeks",
                table: "activities");

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_place",
                table: "occurrences",
                column: "place_id");

            migrationBuilder.CreateIndex(
                name: "uq_occurrences_activity_date",
                table: "occurrences",
                columns: new[] { "activity_id", "series_date" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_activities_series",
                table: "activities",
                sql: "jsonb_array_length(series) > 0");

            migrationBuilder.AddForeignKey(
                name: "fk_occurrences_place",
                table: "occurrences",
                column: "place_id",
                principalTable: "places",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // A rule cannot be said in weeks: there is no way back with what was planned since.
            migrationBuilder.DropForeignKey(
                name: "fk_occurrences_place",
                table: "occurrences");

            migrationBuilder.DropIndex(
                name: "ix_occurrences_place",
                table: "occurrences");

            migrationBuilder.DropIndex(
                name: "uq_occurrences_activity_date",
                table: "occurrences");

            migrationBuilder.DropCheckConstraint(
                name: "ck_activities_series",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "is_moved",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "note",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "place",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "place_id",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "recurrence_id",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "series_date",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "due_at",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "series",
                table: "activities");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                table: "activities");

            migrationBuilder.AddColumn<int>(
                name: "duration_minutes",
                table: "activities",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "first_date",
                table: "activities",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.AddColumn<TimeOnly>(
                name: "start",
                table: "activities",
                type: "time without time zone",
                nullable: false,
                defaultValue: new TimeOnly(0, 0, 0));

            migrationBuilder.AddColumn<int>(
                name: "weeks",
                table: "activities",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "uq_occurrences_activity_date",
                table: "occurrences",
                columns: new[] { "activity_id", "local_date" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_activities_duration",
                table: "activities",
                sql: "duration_minutes between 1 and 1440");

            migrationBuilder.AddCheckConstraint(
                name: "ck_activities_weeks",
                table: "activities",
                sql: "weeks between 1 and 53");
        }
    }
}
