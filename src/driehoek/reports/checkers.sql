-- Whether a report goes back, is checked or becomes fixed is said by who checks it: the adviser or the deputy. Its
-- supplier, who may write the row, does not take a sent report back that way.
CREATE FUNCTION reports_guard_checker() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  functions text[] := string_to_array(nullif(current_setting('app.functions', true), ''), ',');
BEGIN
  IF NOT coalesce(functions && ARRAY['safety_adviser', 'deputy', 'system'], false) THEN
    RAISE EXCEPTION 'Only who checks reports takes one from % to %.', OLD.state, NEW.state
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_guard_checker BEFORE UPDATE OF state ON reports_report
  FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN ('returned', 'checked', 'fixed'))
  EXECUTE FUNCTION reports_guard_checker();
