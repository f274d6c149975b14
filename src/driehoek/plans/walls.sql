-- What the tables of the year plan and the quarterly report refuse, whoever asks.

CREATE FUNCTION plans_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what stands there stays.', TG_OP, TG_TABLE_NAME;
END $$;

-- Editions and what happened to an action only grow.
CREATE TRIGGER plans_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plans_edition
  FOR EACH STATEMENT EXECUTE FUNCTION plans_refuse_change();
CREATE TRIGGER plans_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plans_actionstep
  FOR EACH STATEMENT EXECUTE FUNCTION plans_refuse_change();

-- The digest is that of the contents, so that a paper copy can be held against what is stored.
ALTER TABLE plans_edition ADD CONSTRAINT plans_edition_digest
  CHECK (sha256 = encode(sha256(convert_to(contents, 'UTF8')), 'hex'));

-- An edition follows the one before it without a hole.
CREATE FUNCTION plans_next_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last integer;
BEGIN
  SELECT coalesce(max(e.number), 0) INTO last FROM plans_edition e
   WHERE e.report_id IS NOT DISTINCT FROM NEW.report_id AND e.plan_id IS NOT DISTINCT FROM NEW.plan_id;
  IF NEW.number <> last + 1 THEN
    RAISE EXCEPTION 'Edition % does not follow edition %.', NEW.number, last;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plans_next_number BEFORE INSERT ON plans_edition
  FOR EACH ROW EXECUTE FUNCTION plans_next_number();

CREATE FUNCTION plans_is_closed(which uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT EXISTS (SELECT 1 FROM plans_plan p WHERE p.id = which AND p.state = 'closed') INTO found;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

-- A closed plan stays as it was: its goals and its actions.
CREATE FUNCTION plans_refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND plans_is_closed(OLD.plan_id)) OR (TG_OP <> 'DELETE' AND plans_is_closed(NEW.plan_id)) THEN
    RAISE EXCEPTION 'The plan is closed: % on % is refused.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER plans_closed BEFORE INSERT OR UPDATE OR DELETE ON plans_goal
  FOR EACH ROW EXECUTE FUNCTION plans_refuse_closed();
CREATE TRIGGER plans_closed BEFORE INSERT OR UPDATE OR DELETE ON plans_action
  FOR EACH ROW EXECUTE FUNCTION plans_refuse_closed();

-- Of an action its owner changes how it goes and nothing else; what was agreed is for who keeps the plan.
CREATE FUNCTION plans_guard_action() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['status', 'note', 'status_at', 'version'];
BEGIN
  IF coalesce(current_setting('app.maintenance', true), '') <> 'on'
     AND NOT coalesce(string_to_array(nullif(current_setting('app.functions', true), ''), ',')
                      && ARRAY['mayor', 'deputy', 'safety_adviser', 'system'], false) THEN
    IF TG_OP <> 'UPDATE' OR (to_jsonb(OLD) - free) IS DISTINCT FROM (to_jsonb(NEW) - free) THEN
      RAISE EXCEPTION 'The owner of an action changes its status only.';
    END IF;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER plans_owner_changes_status BEFORE INSERT OR UPDATE OR DELETE ON plans_action
  FOR EACH ROW EXECUTE FUNCTION plans_guard_action();
