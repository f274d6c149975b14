-- A fixed scan stays as it is: the scan itself and everything in it, whatever statement asks.

CREATE FUNCTION scans_is_fixed(which uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT EXISTS (SELECT 1 FROM scans_scan s WHERE s.id = which AND s.fixed_at IS NOT NULL) INTO found;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

CREATE FUNCTION scans_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The area scan is fixed: % on % is refused.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER scans_fixed BEFORE UPDATE OR DELETE ON scans_scan
  FOR EACH ROW WHEN (OLD.fixed_at IS NOT NULL) EXECUTE FUNCTION scans_refuse();

CREATE FUNCTION scans_refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND scans_is_fixed(OLD.scan_id)) OR (TG_OP <> 'DELETE' AND scans_is_fixed(NEW.scan_id)) THEN
    RAISE EXCEPTION 'The area scan is fixed: % on % is refused.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
DO $$
DECLARE
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['scanarea', 'session', 'sessionorganisation', 'finding', 'priority', 'priorityfinding']
  LOOP
    EXECUTE format('CREATE TRIGGER scans_fixed BEFORE INSERT OR UPDATE OR DELETE ON scans_%s '
                   'FOR EACH ROW EXECUTE FUNCTION scans_refuse_part()', part);
  END LOOP;
  FOREACH part IN ARRAY ARRAY['scan', 'scanarea', 'session', 'sessionorganisation', 'finding', 'priority', 'priorityfinding']
  LOOP
    EXECUTE format('CREATE TRIGGER scans_never_empty BEFORE TRUNCATE ON scans_%s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION scans_refuse()', part);
  END LOOP;
END $$;
