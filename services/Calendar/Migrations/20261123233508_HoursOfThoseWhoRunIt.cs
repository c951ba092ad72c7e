using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class HoursOfThoseWhoRunIt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "run_by",
                table: "activities",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Staff");

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurrence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    signed_off_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    signed_off_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runs", x => x.id);
                    table.CheckConstraint("ck_runs_minutes", "minutes between 15 and 1440 and minutes % 15 = 0");
                    table.CheckConstraint("ck_runs_sign_off", "(signed_off_by is null) = (signed_off_at is null) and signed_off_by is distinct from subject");
                    table.ForeignKey(
                        name: "fk_runs_occurrence",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "run_corrections",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    signed_off_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    signed_off_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    corrected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_corrections", x => new { x.run_id, x.version });
                    table.ForeignKey(
                        name: "fk_run_corrections_run",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_runs_space_subject",
                table: "runs",
                columns: new[] { "space_id", "subject" });

            migrationBuilder.CreateIndex(
                name: "ix_runs_unsigned",
                table: "runs",
                columns: new[] { "space_id", "id" },
                filter: "signed_off_at is null");

            migrationBuilder.CreateIndex(
                name: "uq_runs_occurrence_subject",
                table: "runs",
                columns: new[] { "occurrence_id", "subject" },
                unique: true);

            // Deferred, so that the correction may be written after it in the same transaction.
            migrationBuilder.Sql("""
                CREATE FUNCTION keep_signed_runs() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NOT EXISTS (SELECT FROM run_corrections WHERE run_id = old.id AND version = old.version) THEN
                        RAISE check_violation USING MESSAGE = 'What was signed off changes with a correction only', CONSTRAINT = 'tr_runs_signed';
                    END IF;
                    RETURN NULL;
                END $$;
                """);
            migrationBuilder.Sql("""
                CREATE CONSTRAINT TRIGGER tr_runs_signed AFTER UPDATE ON runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (old.signed_off_by IS NOT NULL AND old IS DISTINCT FROM new) EXECUTE FUNCTION keep_signed_runs();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "run_corrections");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.Sql("DROP FUNCTION keep_signed_runs();");

            migrationBuilder.DropColumn(
                name: "run_by",
                table: "activities");
        }
    }
}
