-- The legal gate of agreements, held by the database: only the data-protection officer opens or closes it, only a
-- decision of the law opens it, and nothing comes in under an agreement that was stopped.

-- Sets the gate of an agreement that stands at a version; tells whether it did. Runs under the owner role, because an
-- officer keeps no agreements otherwise.
CREATE FUNCTION position_set_gate(which uuid, read_at integer, verdict text, decision uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  changed integer;
BEGIN
  IF NOT ('dpo' = ANY (string_to_array(coalesce(current_setting('app.functions', true), ''), ','))) THEN
    RAISE EXCEPTION 'Only the data-protection officer judges an agreement.';
  END IF;
  IF verdict NOT IN ('allowed', 'stopped')
     OR (verdict = 'allowed' AND NOT grounds_allows(decision, 'position.agreement', which)) THEN
    RAISE EXCEPTION 'Without a decision of the law that allows it, an agreement is not allowed.';
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  UPDATE position_agreement a SET gate = verdict, version = a.version + 1
   WHERE a.id = which AND a.municipality_id = here AND a.version = read_at AND a.personal_data
     AND a.state <> 'ended';
  GET DIAGNOSTICS changed = ROW_COUNT;
  PERFORM set_config('app.maintenance', before, true);
  RETURN changed = 1;
END $$;

-- Nobody else writes that an agreement was judged.
CREATE FUNCTION position_guard_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE') THEN
    RETURN NEW;
  END IF;
  IF NEW.gate IN ('allowed', 'stopped') AND (TG_OP = 'INSERT' OR NEW.gate IS DISTINCT FROM OLD.gate) THEN
    RAISE EXCEPTION 'The gate of an agreement is set by the data-protection officer alone.';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.gate = 'stopped' AND NEW.gate IS DISTINCT FROM OLD.gate THEN
    RAISE EXCEPTION 'What was stopped is judged again by the data-protection officer, and by nobody else.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER position_agreement_gate BEFORE INSERT OR UPDATE ON position_agreement
  FOR EACH ROW EXECUTE FUNCTION position_guard_gate();

-- Whether an agreement was stopped, also for a supplier who is not to read all of it.
CREATE FUNCTION position_is_stopped(which uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT a.gate = 'stopped' INTO found FROM position_agreement a WHERE a.id = which;
  PERFORM set_config('app.maintenance', before, true);
  RETURN coalesce(found, false);
END $$;

CREATE FUNCTION position_refuse_stopped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'received' AND (TG_OP = 'INSERT' OR OLD.state <> 'received')
     AND position_is_stopped(NEW.agreement_id) THEN
    RAISE EXCEPTION 'Nothing is delivered under an agreement that was stopped.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER position_delivery_stopped BEFORE INSERT OR UPDATE ON position_delivery
  FOR EACH ROW EXECUTE FUNCTION position_refuse_stopped();

CREATE FUNCTION position_refuse_stopped_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  under uuid;
BEGIN
  IF NEW.delivery_id IS NOT NULL THEN
    SELECT d.agreement_id INTO under FROM position_delivery d WHERE d.id = NEW.delivery_id;
    IF under IS NOT NULL AND position_is_stopped(under) THEN
      RAISE EXCEPTION 'Nothing is delivered under an agreement that was stopped.';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER position_item_stopped BEFORE INSERT ON position_item
  FOR EACH ROW EXECUTE FUNCTION position_refuse_stopped_item();

CREATE FUNCTION position_keep_judgement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A judgement stays as it was given.';
END $$;
CREATE TRIGGER position_gatejudgement_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON position_gatejudgement
  FOR EACH STATEMENT EXECUTE FUNCTION position_keep_judgement();
