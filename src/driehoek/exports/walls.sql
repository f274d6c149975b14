-- What the tables of the exports room hold on to, whoever asks.

-- The next number of an export. A person sees only their own, so the highest is looked up here, and nothing but that
-- number comes out. Whoever comes second waits, so that the numbers have no gaps.
CREATE FUNCTION exports_next_number() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  before text := coalesce(current_setting('app.maintenance', true), '');
  following integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('export-number:' || here::text, 0));
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT coalesce(max(number), 0) + 1 INTO following FROM exports_export WHERE municipality_id = here;
  PERFORM set_config('app.maintenance', before, true);
  RETURN following;
END $$;

CREATE FUNCTION exports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what left stays written down.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER exports_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON exports_export
  FOR EACH STATEMENT EXECUTE FUNCTION exports_refuse_change();
CREATE TRIGGER exports_kept BEFORE DELETE OR TRUNCATE ON exports_exportright
  FOR EACH STATEMENT EXECUTE FUNCTION exports_refuse_change();

-- A right is given as it is and can only be ended, once, now.
CREATE FUNCTION exports_only_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
     OR (to_jsonb(OLD) - 'ended_at' - 'ended_by_id') IS DISTINCT FROM (to_jsonb(NEW) - 'ended_at' - 'ended_by_id') THEN
    RAISE EXCEPTION 'A right to export does not change, it ends: % on % is refused.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exports_right_ends BEFORE UPDATE ON exports_exportright
  FOR EACH ROW EXECUTE FUNCTION exports_only_end();
