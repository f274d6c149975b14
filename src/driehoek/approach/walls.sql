-- What the tables of the approach refuse, whoever asks.

CREATE FUNCTION approach_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what stands there stays.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER approach_stays BEFORE UPDATE OR DELETE ON approach_prioritisation
  FOR EACH ROW EXECUTE FUNCTION approach_append_only();
CREATE TRIGGER approach_stays BEFORE UPDATE OR DELETE ON approach_planedition
  FOR EACH ROW EXECUTE FUNCTION approach_append_only();
CREATE TRIGGER approach_stays BEFORE UPDATE OR DELETE ON approach_score
  FOR EACH ROW EXECUTE FUNCTION approach_append_only();
CREATE TRIGGER approach_stays BEFORE UPDATE OR DELETE ON approach_demand
  FOR EACH ROW EXECUTE FUNCTION approach_append_only();
CREATE TRIGGER approach_stays BEFORE UPDATE OR DELETE ON approach_shift
  FOR EACH ROW EXECUTE FUNCTION approach_append_only();
CREATE TRIGGER approach_stays BEFORE UPDATE OR DELETE ON approach_actionstep
  FOR EACH ROW EXECUTE FUNCTION approach_append_only();

-- The digest is that of the contents, so that a paper copy can be held against what is stored.
ALTER TABLE approach_planedition ADD CONSTRAINT approach_planedition_digest
  CHECK (sha256 = encode(sha256(convert_to(contents, 'UTF8')), 'hex'));
ALTER TABLE approach_prioritisation ADD CONSTRAINT approach_prioritisation_digest
  CHECK (sha256 = encode(sha256(convert_to(contents, 'UTF8')), 'hex'));

-- An edition follows the one before it without a hole.
CREATE FUNCTION approach_next_number() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  last integer;
BEGIN
  SELECT coalesce(max(e.number), 0) INTO last FROM approach_planedition e WHERE e.case_id = NEW.case_id;
  IF NEW.number <> last + 1 THEN
    RAISE EXCEPTION 'Edition % does not follow edition %.', NEW.number, last;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approach_next_number BEFORE INSERT ON approach_planedition
  FOR EACH ROW EXECUTE FUNCTION approach_next_number();

-- Of an action its owner changes how it goes and nothing else; what was agreed is for who works on the case.
CREATE FUNCTION approach_guard_action() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'state_before', 'state_at', 'version'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'An action is dropped, never deleted.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.case_id, OLD.compartment_id, OLD.owner_id, OLD.made_by_id, OLD.made_at)
     IS DISTINCT FROM (NEW.case_id, NEW.compartment_id, NEW.owner_id, NEW.made_by_id, NEW.made_at) THEN
    RAISE EXCEPTION 'An action stays in its case, in its compartment and with its owner.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (to_jsonb(OLD) - free) IS DISTINCT FROM (to_jsonb(NEW) - free)
     AND NOT (OLD.case_id IN {WORKS} OR {SYSTEM} OR {OWNER}) THEN
    RAISE EXCEPTION 'The owner of an action changes its status only.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approach_guard BEFORE UPDATE OR DELETE ON approach_action
  FOR EACH ROW EXECUTE FUNCTION approach_guard_action();

-- A question that was asked stays as it was asked; it is answered or taken back once.
CREATE FUNCTION approach_guard_escalation() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'chosen', 'reason', 'in_meeting', 'answered_by_id', 'answered_at', 'version'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'asked'
     OR (to_jsonb(OLD) - free) IS DISTINCT FROM (to_jsonb(NEW) - free) THEN
    RAISE EXCEPTION 'What was asked and decided stays.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'answered' AND NEW.chosen >= jsonb_array_length(OLD.options) THEN
    RAISE EXCEPTION 'There is no such option.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approach_guard BEFORE UPDATE OR DELETE ON approach_escalation
  FOR EACH ROW EXECUTE FUNCTION approach_guard_escalation();

-- A compartment of an action, a bottleneck or a picture is one of its own case.
CREATE FUNCTION approach_own_compartment() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM cases_compartment c WHERE c.id = NEW.compartment_id AND c.case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'The compartment is not one of this case.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approach_own_compartment BEFORE INSERT ON approach_action
  FOR EACH ROW EXECUTE FUNCTION approach_own_compartment();
CREATE TRIGGER approach_own_compartment BEFORE INSERT ON approach_bottleneck
  FOR EACH ROW EXECUTE FUNCTION approach_own_compartment();
CREATE TRIGGER approach_own_compartment BEFORE INSERT OR UPDATE ON approach_grouppicture
  FOR EACH ROW EXECUTE FUNCTION approach_own_compartment();
