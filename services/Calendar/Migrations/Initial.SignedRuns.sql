-- What was signed off changes with a correction only. Deferred, so that the correction may be written after it in the same transaction.
CREATE FUNCTION keep_signed_runs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM run_corrections WHERE run_id = old.id AND version = old.version) THEN
        RAISE check_violation USING MESSAGE = 'What was signed off changes with a correction only', CONSTRAINT = 'tr_runs_signed';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER tr_runs_signed AFTER UPDATE ON runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (old.signed_off_by IS NOT NULL AND old IS DISTINCT FROM new) EXECUTE FUNCTION keep_signed_runs();
