-- What the policies and services of the meetings room ask of the database. The functions run under the owner role,
-- which lifts row-level security for itself (access/identity.sql); each does one narrow thing.

-- The meetings at which the acting person, or someone they stand in for, has a seat; or a seat in the closed part.
CREATE FUNCTION meetings_seats(closed_part boolean) RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT a.meeting_id FROM meetings_attendee a
    WHERE a.person_id = ANY (string_to_array(nullif(current_setting('app.persons', true), ''), ',')::uuid[])
      AND a.municipality_id = nullif(current_setting('app.municipality', true), '')::uuid
      AND (a.closed OR NOT closed_part);
  PERFORM set_config('app.maintenance', before, true);
END $$;

-- Copies every open point of a meeting into an edition of its pack, also those that the sender may not read:
-- each reader sees their own part of it, and nothing is dropped because of who pressed the button.
CREATE FUNCTION meetings_freeze(which uuid, into_edition uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  INSERT INTO meetings_editionpoint (id, municipality_id, edition_id, meeting_id, point_id, place, title, text,
                                     minutes, confidential, origin_url, problem, proposed_by_id)
    SELECT gen_random_uuid(), p.municipality_id, into_edition, p.meeting_id, p.id,
           row_number() OVER (ORDER BY p.confidential, p.place, p.proposed_at, p.id), p.title, p.text,
           p.minutes, p.confidential, p.origin_url, p.problem, p.proposed_by_id
      FROM meetings_agendapoint p
      JOIN meetings_edition e ON e.id = into_edition AND e.meeting_id = p.meeting_id
     WHERE p.meeting_id = which AND p.state = 'proposed'
       AND p.municipality_id = nullif(current_setting('app.municipality', true), '')::uuid;
  PERFORM set_config('app.maintenance', '', true);
END $$;

-- How much of a meeting's minutes there is, so that the chair confirms nothing unseen.
CREATE FUNCTION meetings_written(which uuid) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found bigint;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT count(*) INTO found FROM meetings_minuteentry m
   WHERE m.meeting_id = which AND m.municipality_id = nullif(current_setting('app.municipality', true), '')::uuid;
  PERFORM set_config('app.maintenance', '', true);
  RETURN found;
END $$;

-- Ends the agenda of a meeting: what stands in the minutes is handled, the rest goes back to the list, and fixed
-- points that nobody talked about lapse.
CREATE FUNCTION meetings_settle(which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  UPDATE meetings_agendapoint p
     SET state = 'handled', handled_at = statement_timestamp(), version = p.version + 1,
         outcome = CASE WHEN e.decision <> '' THEN e.decision ELSE e.said END,
         confidential = p.confidential OR e.confidential
    FROM meetings_minuteentry e
   WHERE e.point_id = p.id AND p.meeting_id = which AND p.state = 'proposed' AND p.municipality_id = here;
  UPDATE meetings_agendapoint p
     SET state = 'dropped', handled_at = statement_timestamp(), version = p.version + 1
   WHERE p.meeting_id = which AND p.state = 'proposed' AND p.origin = 'meetings.fixed' AND p.municipality_id = here;
  UPDATE meetings_agendapoint p SET meeting_id = NULL, version = p.version + 1
   WHERE p.meeting_id = which AND p.state = 'proposed' AND p.municipality_id = here;
  PERFORM set_config('app.maintenance', '', true);
END $$;

-- Whose calendar a secret opens; nothing for a secret that is wrong or revoked.
CREATE FUNCTION meetings_feed(secret_hash bytea) RETURNS TABLE (person uuid, municipality uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT t.person_id, t.municipality_id FROM meetings_feedtoken t
    WHERE t.hash = secret_hash AND t.revoked_at IS NULL;
  PERFORM set_config('app.maintenance', '', true);
END $$;

CREATE FUNCTION meetings_is_confirmed(which uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = which AND m.confirmed_at IS NOT NULL) INTO found;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

-- Minutes that the chair confirmed stay as they are: the entries, the seats, the points, and the meeting itself.
CREATE FUNCTION meetings_refuse_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND meetings_is_confirmed(OLD.meeting_id))
     OR (TG_OP <> 'DELETE' AND meetings_is_confirmed(NEW.meeting_id)) THEN
    RAISE EXCEPTION 'The minutes are confirmed: % on % is refused.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER meetings_confirmed BEFORE INSERT OR UPDATE OR DELETE ON meetings_minuteentry
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_confirmed();
CREATE TRIGGER meetings_confirmed BEFORE INSERT OR UPDATE OR DELETE ON meetings_attendee
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_confirmed();
CREATE TRIGGER meetings_confirmed BEFORE INSERT OR UPDATE OR DELETE ON meetings_agendapoint
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_confirmed();
CREATE TRIGGER meetings_confirmed BEFORE INSERT OR UPDATE OR DELETE ON meetings_edition
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_confirmed();

CREATE FUNCTION meetings_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what stands there stays.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER meetings_meeting_confirmed BEFORE UPDATE OR DELETE ON meetings_meeting
  FOR EACH ROW WHEN (OLD.confirmed_at IS NOT NULL) EXECUTE FUNCTION meetings_refuse_change();

-- Of an action in confirmed minutes only its state, its day and its deadline go on.
CREATE FUNCTION meetings_guard_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.meeting_id, OLD.entry_id, OLD.municipality_id, OLD.problem, OLD.confidential,
                           OLD.text, OLD.owner_id)
       IS NOT DISTINCT FROM (NEW.meeting_id, NEW.entry_id, NEW.municipality_id, NEW.problem, NEW.confidential,
                             NEW.text, NEW.owner_id) THEN
    RETURN NEW;
  END IF;
  IF (TG_OP <> 'INSERT' AND meetings_is_confirmed(OLD.meeting_id))
     OR (TG_OP <> 'DELETE' AND meetings_is_confirmed(NEW.meeting_id)) THEN
    RAISE EXCEPTION 'The minutes are confirmed: % on % is refused.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER meetings_confirmed BEFORE INSERT OR UPDATE OR DELETE ON meetings_action
  FOR EACH ROW EXECUTE FUNCTION meetings_guard_action();

-- Editions, additions and what happened to an action only grow.
CREATE TRIGGER meetings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meetings_edition
  FOR EACH STATEMENT EXECUTE FUNCTION meetings_refuse_change();
CREATE TRIGGER meetings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meetings_editionpoint
  FOR EACH STATEMENT EXECUTE FUNCTION meetings_refuse_change();
CREATE TRIGGER meetings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meetings_addition
  FOR EACH STATEMENT EXECUTE FUNCTION meetings_refuse_change();
CREATE TRIGGER meetings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meetings_actionstep
  FOR EACH STATEMENT EXECUTE FUNCTION meetings_refuse_change();
