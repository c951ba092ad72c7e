-- Counts every change of what the programme shows, at the end of the transaction: the row of the count is locked last by
-- everyone, so that two changes can never wait for each other. The argument names the column with the space.
CREATE FUNCTION count_programme_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programme_versions (space_id, version) VALUES ((to_jsonb(new) ->> tg_argv[0])::uuid, 1)
    ON CONFLICT (space_id) DO UPDATE SET version = programme_versions.version + 1;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER tr_activities_programme AFTER INSERT OR UPDATE ON activities
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');
CREATE CONSTRAINT TRIGGER tr_occurrences_programme AFTER INSERT OR UPDATE ON occurrences
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');
CREATE CONSTRAINT TRIGGER tr_places_programme AFTER INSERT OR UPDATE ON places
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');
CREATE CONSTRAINT TRIGGER tr_organisations_programme AFTER INSERT OR UPDATE ON organisations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');
CREATE CONSTRAINT TRIGGER tr_week_publications_programme AFTER INSERT OR UPDATE ON week_publications
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');
CREATE CONSTRAINT TRIGGER tr_spaces_programme AFTER INSERT OR UPDATE ON spaces
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('id');
CREATE CONSTRAINT TRIGGER tr_keywords_programme AFTER INSERT OR UPDATE ON keywords
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');

-- What is shown of a source changes with its shown_version alone, however many rows a pull writes; and it goes when the source goes.
CREATE CONSTRAINT TRIGGER tr_sources_programme AFTER INSERT OR UPDATE OF shown_version ON sources
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_change('space_id');

CREATE FUNCTION count_programme_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE programme_versions SET version = version + 1 WHERE space_id = old.space_id;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER tr_sources_removal AFTER DELETE ON sources
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_programme_removal();
