-- An outcome stays as it came out, with the series it was made of.

CREATE FUNCTION effects_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The outcome of a study never changes: % on % is refused.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER effects_run_stays BEFORE UPDATE OR DELETE ON effects_run
  FOR EACH ROW EXECUTE FUNCTION effects_refuse();
CREATE TRIGGER effects_run_never_empty BEFORE TRUNCATE ON effects_run
  FOR EACH STATEMENT EXECUTE FUNCTION effects_refuse();
