-- What may not leave the driehoek (CR14): decided with the rest, and held for what is made of it as well.

CREATE FUNCTION exchange_stays(which uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT p.within_driehoek INTO found FROM exchange_provision p WHERE p.id = which;
  PERFORM set_config('app.maintenance', before, true);
  RETURN coalesce(found, false);
END $$;

CREATE FUNCTION exchange_guard_driehoek() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state <> 'draft' AND OLD.within_driehoek <> NEW.within_driehoek THEN
    RAISE EXCEPTION 'What was decided on was given: it stands still.';
  END IF;
  IF exchange_stays(NEW.onward_of_id) AND NOT NEW.within_driehoek THEN
    RAISE EXCEPTION 'What stays within the driehoek keeps that mark.';
  END IF;
  IF NEW.within_driehoek AND NOT EXISTS (
       SELECT 1 FROM parties_organisation o
        WHERE o.id = NEW.recipient_id AND o.kind IN ('municipality', 'prosecution', 'police')) THEN
    RAISE EXCEPTION 'This may not leave the driehoek.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard_driehoek BEFORE INSERT OR UPDATE ON exchange_provision
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_driehoek();
