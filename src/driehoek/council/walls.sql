-- What was given to the council stays as it was given.
CREATE FUNCTION council_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what stands there stays.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER council_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON council_release
  FOR EACH STATEMENT EXECUTE FUNCTION council_refuse_change();
CREATE TRIGGER council_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON council_releasecontent
  FOR EACH STATEMENT EXECUTE FUNCTION council_refuse_change();
CREATE TRIGGER council_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON council_releasebasis
  FOR EACH STATEMENT EXECUTE FUNCTION council_refuse_change();
CREATE TRIGGER council_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON council_withdrawal
  FOR EACH STATEMENT EXECUTE FUNCTION council_refuse_change();
CREATE TRIGGER council_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON council_sentanswer
  FOR EACH STATEMENT EXECUTE FUNCTION council_refuse_change();

-- A version that was released, and an answer that was sent, are not worked on any more.
CREATE TRIGGER council_released BEFORE UPDATE OR DELETE ON council_version
  FOR EACH ROW WHEN (OLD.state = 'released') EXECUTE FUNCTION council_refuse_change();
CREATE TRIGGER council_sent BEFORE UPDATE OR DELETE ON council_councilquestion
  FOR EACH ROW WHEN (OLD.state = 'sent') EXECUTE FUNCTION council_refuse_change();

-- What was confirmed or checked is what is released or sent: its parts change in a draft alone.
CREATE FUNCTION council_only_in_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  IF TG_TABLE_NAME = 'council_fact' THEN
    SELECT q.state INTO state FROM council_councilquestion q
     WHERE q.id = CASE TG_OP WHEN 'DELETE' THEN OLD.question_id ELSE NEW.question_id END;
  ELSE
    SELECT v.state INTO state FROM council_version v
     WHERE v.id = CASE TG_OP WHEN 'DELETE' THEN OLD.council_version_id ELSE NEW.council_version_id END;
  END IF;
  IF state IS DISTINCT FROM 'draft' THEN
    RAISE EXCEPTION '% on % is refused: it is no draft any more.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER council_only_in_draft BEFORE INSERT OR UPDATE OR DELETE ON council_chosenindicator
  FOR EACH ROW EXECUTE FUNCTION council_only_in_draft();
CREATE TRIGGER council_only_in_draft BEFORE INSERT OR UPDATE OR DELETE ON council_passage
  FOR EACH ROW EXECUTE FUNCTION council_only_in_draft();
CREATE TRIGGER council_only_in_draft BEFORE INSERT OR UPDATE OR DELETE ON council_fact
  FOR EACH ROW EXECUTE FUNCTION council_only_in_draft();
