using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kivenkolo.Calendar.Migrations
{
    /// <inheritdoc />
    public partial class Sources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    contact = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    question = table.Column<long>(type: "bigint", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    followed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    round = table.Column<long>(type: "bigint", nullable: false),
                    attempted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    succeeded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_status = table.Column<int>(type: "integer", nullable: true),
                    last_error = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    etag = table.Column<string>(type: "text", nullable: true),
                    last_modified = table.Column<string>(type: "text", nullable: true),
                    read_on = table.Column<DateOnly>(type: "date", nullable: true),
                    findings = table.Column<string>(type: "jsonb", nullable: false),
                    finding_count = table.Column<int>(type: "integer", nullable: false),
                    is_stale = table.Column<bool>(type: "boolean", nullable: false),
                    shown_version = table.Column<long>(type: "bigint", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sources", x => x.id);
                    table.ForeignKey(
                        name: "fk_sources_organisation",
                        columns: x => new { x.space_id, x.organisation_id },
                        principalTable: "organisations",
                        principalColumns: new[] { "space_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "source_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uid = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    key = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    local_date = table.Column<DateOnly>(type: "date", nullable: false),
                    is_all_day = table.Column<bool>(type: "boolean", nullable: false),
                    title = table.Column<string>(type: "jsonb", nullable: false),
                    description = table.Column<string>(type: "jsonb", nullable: false),
                    place = table.Column<string>(type: "jsonb", nullable: false),
                    url = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    is_cancelled = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source_events", x => x.id);
                    table.CheckConstraint("ck_source_events_end", "\"end\" >= start");
                    table.ForeignKey(
                        name: "fk_source_events_source",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "source_questions",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    space_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source_questions", x => x.token_hash);
                    table.ForeignKey(
                        name: "fk_source_questions_source",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_space_series_date",
                table: "occurrences",
                columns: new[] { "space_id", "series_date" });

            migrationBuilder.CreateIndex(
                name: "ix_source_events_source",
                table: "source_events",
                column: "source_id");

            migrationBuilder.CreateIndex(
                name: "ix_source_events_space_date",
                table: "source_events",
                columns: new[] { "space_id", "local_date" });

            migrationBuilder.CreateIndex(
                name: "ix_source_questions_source",
                table: "source_questions",
                column: "source_id");

            migrationBuilder.CreateIndex(
                name: "ix_sources_organisation",
                table: "sources",
                columns: new[] { "space_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_sources_space",
                table: "sources",
                columns: new[] { "space_id", "id" });

            // What is shown of a source changes with its shown_version alone, however many rows a pull writes; and it goes when the source goes.
            migrationBuilder.Sql("""
                CREATE CONSTRAINT TRIGGER tr_sources_programme AFTER INSERT OR UPDATE OF shown_version ON sources
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');
                CREATE FUNCTION count_programme_removal() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE programme_versions SET version = version + 1 WHERE space_id = old.space_id;
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER tr_sources_removal AFTER DELETE ON sources
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_removal();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "source_events");

            migrationBuilder.DropTable(
                name: "source_questions");

            migrationBuilder.DropTable(
                name: "sources");

            migrationBuilder.DropIndex(
                name: "ix_occurrences_space_series_date",
                table: "occurrences");
            migrationBuilder.Sql("DROP FUNCTION count_programme_removal();");
        }
    }
}
