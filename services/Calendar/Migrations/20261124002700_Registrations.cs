using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class Registrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "registrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurrence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    nickname = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    offered_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    told_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    request_key = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registrations", x => x.id);
                    table.CheckConstraint("ck_registrations_erased", "(nickname is null) = (status in ('Left', 'Expired')) and (nickname is not null or email is null)");
                    table.CheckConstraint("ck_registrations_offer", "(status = 'Offered') = (offered_until is not null)");
                    table.ForeignKey(
                        name: "fk_registrations_occurrence",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "registration_links",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    registration_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registration_links", x => x.token_hash);
                    table.ForeignKey(
                        name: "fk_registration_links_registration",
                        column: x => x.registration_id,
                        principalTable: "registrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_registration_links_registration",
                table: "registration_links",
                column: "registration_id");

            migrationBuilder.CreateIndex(
                name: "ix_registrations_space_time",
                table: "registrations",
                columns: new[] { "space_id", "registered_at" });

            migrationBuilder.CreateIndex(
                name: "uq_registrations_number",
                table: "registrations",
                columns: new[] { "occurrence_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "uq_registrations_request",
                table: "registrations",
                columns: new[] { "occurrence_id", "request_key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "registration_links");

            migrationBuilder.DropTable(
                name: "registrations");
        }
    }
}
