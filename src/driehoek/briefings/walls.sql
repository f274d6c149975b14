-- What was sent stays as it was sent. The functions run under the owner role, which lifts row-level security for
-- itself (access/identity.sql); each does one narrow thing.

CREATE FUNCTION briefings_is_sent(which uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT EXISTS (SELECT 1 FROM briefings_briefing b WHERE b.id = which AND b.sent_at IS NOT NULL) INTO found;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

-- The seal over every line of a briefing, also those that the sender may not read.
CREATE FUNCTION briefings_seal(which uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found text;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT encode(sha256(convert_to(
           jsonb_build_object('week', b.week, 'number', b.number, 'lead', b.lead)::text || E'\n' || coalesce((
             SELECT string_agg((to_jsonb(l) - '{version,municipality_id}'::text[])::text, E'\n' ORDER BY l.place, l.id)
               FROM briefings_line l WHERE l.briefing_id = b.id), ''), 'UTF8')), 'hex')
    INTO found FROM briefings_briefing b
   WHERE b.id = which AND b.municipality_id = nullif(current_setting('app.municipality', true), '')::uuid;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

-- Takes every line out of a briefing that is thrown away, also those that the adviser may not read; the trigger on
-- lines refuses it for one that was sent.
CREATE FUNCTION briefings_empty(which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  DELETE FROM briefings_line l
   WHERE l.briefing_id = which AND l.municipality_id = nullif(current_setting('app.municipality', true), '')::uuid;
  PERFORM set_config('app.maintenance', before, true);
END $$;

CREATE FUNCTION briefings_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what was sent stays as it is.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER briefings_sent BEFORE UPDATE OR DELETE ON briefings_briefing
  FOR EACH ROW WHEN (OLD.sent_at IS NOT NULL) EXECUTE FUNCTION briefings_refuse_change();

CREATE FUNCTION briefings_refuse_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND briefings_is_sent(OLD.briefing_id))
     OR (TG_OP <> 'DELETE' AND briefings_is_sent(NEW.briefing_id)) THEN
    RAISE EXCEPTION '% on % is refused: what was sent stays as it is.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER briefings_sent BEFORE INSERT OR UPDATE OR DELETE ON briefings_line
  FOR EACH ROW EXECUTE FUNCTION briefings_refuse_sent();
CREATE TRIGGER briefings_sent BEFORE INSERT OR UPDATE OR DELETE ON briefings_reader
  FOR EACH ROW EXECUTE FUNCTION briefings_refuse_sent();

-- That someone opened it, and when, is never taken back; what they thought of it may change.
CREATE TRIGGER briefings_receipt_stays BEFORE DELETE ON briefings_receipt
  FOR EACH ROW EXECUTE FUNCTION briefings_refuse_change();
CREATE TRIGGER briefings_opened_once BEFORE UPDATE ON briefings_receipt
  FOR EACH ROW WHEN ((OLD.briefing_id, OLD.person_id, OLD.opened_at)
                     IS DISTINCT FROM (NEW.briefing_id, NEW.person_id, NEW.opened_at))
  EXECUTE FUNCTION briefings_refuse_change();
