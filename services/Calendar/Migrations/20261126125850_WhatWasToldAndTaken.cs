using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class WhatWasToldAndTaken : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset[]>(
                name: "reminders_of",
                table: "registrations",
                type: "timestamp with time zone[]",
                nullable: false,
                defaultValue: new DateTimeOffset[0]);

            migrationBuilder.AddColumn<int>(
                name: "times_told",
                table: "registrations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "told_place",
                table: "registrations",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "told_postponed",
                table: "registrations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // Who was told that it is postponed waits for a new time.
            migrationBuilder.Sql("""
                UPDATE registrations r SET told_postponed = true FROM occurrences o
                    WHERE o.id = r.occurrence_id AND o.status = 'Postponed' AND r.told_start IS NULL AND r.status IN ('Confirmed', 'Waiting', 'Offered');
                """);

            // An activity is not in its own way: on the night that is an hour shorter, a day of 24 hours meets the next.
            migrationBuilder.Sql("""
                ALTER TABLE bookings DROP CONSTRAINT ex_bookings_one_at_a_time;
                ALTER TABLE bookings ADD CONSTRAINT ex_bookings_one_at_a_time
                    EXCLUDE USING gist (resource_id WITH =, activity_id WITH <>, tstzrange(start, "end") WITH &&) WHERE (NOT is_pending) DEFERRABLE INITIALLY DEFERRED;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "reminders_of",
                table: "registrations");

            migrationBuilder.DropColumn(
                name: "times_told",
                table: "registrations");

            migrationBuilder.DropColumn(
                name: "told_place",
                table: "registrations");

            migrationBuilder.DropColumn(
                name: "told_postponed",
                table: "registrations");
        }
    }
}
