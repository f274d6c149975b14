-- A part that is let go, at release or later, goes under the newest judgement of its provision, made that day and saying
-- yes. What was told by word of mouth was told: its judgement is of the day of telling.
CREATE FUNCTION exchange_may_go(which uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  newest uuid;
  oral boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT p.channel = 'oral' INTO oral FROM exchange_provision p WHERE p.id = which;
  SELECT g.id INTO newest FROM grounds_decision g
   WHERE g.subject = which AND g.subject_kind = 'exchange.provision'
   ORDER BY g.made_at DESC, g.id DESC LIMIT 1;
  PERFORM set_config('app.maintenance', before, true);
  RETURN oral OR coalesce(grounds_allows(newest, 'exchange.provision', which), false);
END $$;

CREATE FUNCTION exchange_guard_letting_go() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT coalesce(exchange_may_go(NEW.provision_id), false) THEN
    RAISE EXCEPTION 'No decision of today allows this part to go: it stays here.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard_letting_go BEFORE UPDATE OF let_go_at ON exchange_part
  FOR EACH ROW WHEN (OLD.let_go_at IS NULL AND NEW.let_go_at IS NOT NULL)
  EXECUTE FUNCTION exchange_guard_letting_go();
