-- What came out stays as it came out, and only what was checked by someone else comes out.

ALTER TABLE publications_edition ADD CONSTRAINT publication_checker_wrote_nothing
  CHECK (NOT (checked_by_id = ANY (hands)));
-- Without comparison, limits and a word on certainty nothing comes out: a difference is no effect by itself.
ALTER TABLE publications_edition ADD CONSTRAINT publication_says_its_limits
  CHECK (coalesce(content->>'comparison', '') <> '' AND coalesce(content->>'limits', '') <> ''
         AND coalesce(content->>'certainty_why', '') <> '');

CREATE FUNCTION publications_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what came out stays as it is.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER publications_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON publications_edition
  FOR EACH STATEMENT EXECUTE FUNCTION publications_refuse_change();
CREATE TRIGGER publications_stays BEFORE DELETE ON publications_publication
  FOR EACH ROW WHEN (OLD.number > 0) EXECUTE FUNCTION publications_refuse_change();

-- What waits for the checker, and what was checked, is not rewritten meanwhile.
CREATE FUNCTION publications_guard_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT p.state FROM publications_publication p WHERE p.id = OLD.publication_id) IN ('offered', 'checked')
     AND (to_jsonb(OLD) - '{checked_by_id,checked_at,note}'::text[])
         IS DISTINCT FROM (to_jsonb(NEW) - '{checked_by_id,checked_at,note}'::text[]) THEN
    RAISE EXCEPTION 'This draft waits for its checker: it is taken back before it changes.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER publications_offered BEFORE UPDATE ON publications_draft
  FOR EACH ROW EXECUTE FUNCTION publications_guard_draft();
