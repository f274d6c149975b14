-- What the database holds of what was told by word of mouth: the answer of the other side stands, and what the law did
-- not allow becomes an incident by itself, which the officer settles once.

CREATE FUNCTION exchange_guard_reply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'What was answered stays: % is refused.', TG_OP;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = NEW.provision_id AND v.kind = 'oral'
                 AND v.state = 'released' AND v.municipality_id = NEW.municipality_id
                 AND v.recipient_id = ANY (exchange_home())) THEN
    RAISE EXCEPTION 'Only who was told says whether it was told so.';
  END IF;
  NEW.given_at := statement_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_oralreply
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_reply();

-- An incident says what the decision says, and nothing else can be put in its place.
CREATE FUNCTION exchange_guard_incident() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  functions text[] := coalesce(string_to_array(nullif(current_setting('app.functions', true), ''), ','), '{}');
  persons uuid[] := coalesce(string_to_array(nullif(current_setting('app.persons', true), ''), ',')::uuid[], '{}');
  found boolean;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'An incident is not deleted.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM set_config('app.maintenance', 'on', true);
    SELECT EXISTS (SELECT 1 FROM exchange_provision v JOIN grounds_decision g ON g.id = v.decision_id
                    WHERE v.id = NEW.provision_id AND v.kind = 'oral' AND v.state = 'released'
                      AND v.municipality_id = NEW.municipality_id AND v.number = NEW.number
                      AND v.giver_id = NEW.giver_id AND v.recipient_id = NEW.recipient_id
                      AND v.given_at = NEW.told_at AND v.released_at = NEW.recorded_at
                      AND g.id = NEW.decision_id AND g.outcome = NEW.outcome
                      AND g.outcome IN ('not_allowed', 'needs_approval')) INTO found;
    PERFORM set_config('app.maintenance', before, true);
    IF NOT found OR NEW.settled_at IS NOT NULL OR NEW.words <> '' THEN
      RAISE EXCEPTION 'An incident is what was told and what the law says of it.';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.provision_id, OLD.number, OLD.giver_id, OLD.recipient_id, OLD.decision_id,
      OLD.outcome, OLD.told_at, OLD.recorded_at)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.provision_id, NEW.number, NEW.giver_id, NEW.recipient_id, NEW.decision_id,
      NEW.outcome, NEW.told_at, NEW.recorded_at)
     OR (OLD.deadline_id IS NOT NULL AND OLD.deadline_id IS DISTINCT FROM NEW.deadline_id) THEN
    RAISE EXCEPTION 'What happened stands still.';
  END IF;
  IF (OLD.words, OLD.settled_by_id, OLD.settled_at) IS DISTINCT FROM (NEW.words, NEW.settled_by_id, NEW.settled_at) THEN
    IF OLD.settled_at IS NOT NULL OR NEW.words = '' OR NOT 'dpo' = ANY (functions)
       OR NOT NEW.settled_by_id = ANY (persons) THEN
      RAISE EXCEPTION 'The officer settles an incident, once and in the own name.';
    END IF;
    NEW.settled_at := statement_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_oralincident
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_incident();

CREATE FUNCTION exchange_after_oral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  INSERT INTO exchange_oralincident (id, municipality_id, provision_id, number, giver_id, recipient_id, decision_id,
                                     outcome, told_at, recorded_at, words, version)
  SELECT gen_random_uuid(), NEW.municipality_id, NEW.id, NEW.number, NEW.giver_id, NEW.recipient_id, g.id,
         g.outcome, NEW.given_at, NEW.released_at, '', 1
    FROM grounds_decision g
   WHERE g.id = NEW.decision_id AND g.outcome IN ('not_allowed', 'needs_approval');
  PERFORM set_config('app.maintenance', before, true);
  RETURN NULL;
END $$;
CREATE TRIGGER exchange_after_oral AFTER UPDATE ON exchange_provision FOR EACH ROW
  WHEN (NEW.kind = 'oral' AND OLD.state = 'draft' AND NEW.state = 'released')
  EXECUTE FUNCTION exchange_after_oral();

CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_oralreply
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_oralincident
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
