-- The register is evidence: what a house meeting decided is neither rewritten nor removed, whoever asks the database.
CREATE FUNCTION decisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decisions_are_immutable' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decisions_are_immutable';
END $$;

CREATE TRIGGER decisions_are_immutable BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION decisions_stay();
CREATE TRIGGER decisions_are_not_emptied BEFORE TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION decisions_stay();
