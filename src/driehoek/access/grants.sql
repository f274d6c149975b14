-- The wall around the table of grants. The app's role may not insert or delete there, and of a grant it may change
-- nothing but its end (installation/rights.py). So every grant comes through `access_give`, from an order that only
-- the application can give.

-- The highest level that the acting person has on a problem now, in person or as a substitute; 0 for none.
CREATE FUNCTION access_own_level(which uuid) RETURNS integer LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT max(g.level) FROM access_grant g
    WHERE g.problem = which
      AND g.person_id = ANY (string_to_array(nullif(access_setting('persons'), ''), ',')::uuid[])
      AND g.valid_from <= statement_timestamp()
      AND (g.valid_until IS NULL OR g.valid_until > statement_timestamp())), 0);
END $$;

-- Gives what the application orders: a list of {id, person, problem, level, origin, appointment, reason, power, since,
-- until}. An order holds in one municipality, on one backend, for a minute, and once, because its ids do not come back. Who
-- invites must lead the problem; a purpose or an emergency opens the dossier for oneself, for at most eight hours; what
-- follows from a function lasts as long as that function.
CREATE FUNCTION access_give(orders text, at bigint, proof bytea)
RETURNS TABLE (id uuid, valid_from timestamptz, valid_until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  place uuid := nullif(access_setting('municipality'), '')::uuid;
  actor uuid := nullif(access_setting('person'), '')::uuid;
  before text := coalesce(current_setting('app.maintenance', true), '');
  wrong text;
BEGIN
  PERFORM access_require_proof(ARRAY['access.give', coalesce(place::text, ''), orders], at, proof);
  IF place IS NULL THEN
    RAISE EXCEPTION 'Nobody acts here.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT CASE
      WHEN o.origin = 'function' AND o.appointment IS NOT NULL AND a.id IS NULL THEN 'that function is not theirs'
      WHEN o.origin = 'function' THEN NULL
      WHEN o.appointment IS NOT NULL THEN 'only a function hands out by function'
      WHEN o.origin = 'invitation' AND (actor IS NULL OR access_own_level(o.problem) < 4)
        THEN 'only who leads a problem invites'
      WHEN o.origin IN ('purpose', 'emergency') AND (o.person IS DISTINCT FROM actor OR o.level > 2)
        THEN 'a purpose opens the dossier for oneself'
    END INTO wrong
    FROM jsonb_to_recordset(orders::jsonb) AS o
         (person uuid, problem uuid, level integer, origin text, appointment uuid)
    LEFT JOIN parties_appointment a ON a.id = o.appointment AND a.person_id = o.person AND a.municipality_id = place
   ORDER BY 1 NULLS LAST LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'No grant: %.', wrong USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    INSERT INTO access_grant AS g (id, municipality_id, person_id, problem, level, origin, appointment_id, reason,
                                   power, granted_by_id, valid_from, valid_until)
    SELECT o.id, place, o.person, o.problem, o.level, o.origin, o.appointment, o.reason,
           coalesce(o.power, ''), actor, CASE WHEN a.id IS NOT NULL THEN greatest(statement_timestamp(), a.valid_from)
                ELSE least(o.since, statement_timestamp()) END,
           CASE WHEN a.id IS NOT NULL THEN a.valid_until
                WHEN o.origin IN ('purpose', 'emergency')
                  THEN least(o.until, least(o.since, statement_timestamp()) + interval '8 hours')
                ELSE o.until END
      FROM jsonb_to_recordset(orders::jsonb) AS o
           (id uuid, person uuid, problem uuid, level integer, origin text, appointment uuid, reason text,
            power text, since timestamptz, until timestamptz)
      LEFT JOIN parties_appointment a ON a.id = o.appointment AND a.person_id = o.person AND a.municipality_id = place
    RETURNING g.id, g.valid_from, g.valid_until;
  PERFORM set_config('app.maintenance', before, true);
END $$;

-- A grant never changes except to end it, now or later but never after its end; one that has not begun ends where it
-- would have begun. It is ended by whom it is for, by who leads the problem, by who works on it where it follows from a
-- function, and by who ends that function.
CREATE FUNCTION access_guard_grant() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  functions text[] := string_to_array(access_setting('functions'), ',');
  level integer;
BEGIN
  NEW.valid_until := CASE WHEN NEW.valid_until IS NOT NULL THEN greatest(NEW.valid_until, OLD.valid_from) END;
  IF to_jsonb(NEW) - 'valid_until' <> to_jsonb(OLD) - 'valid_until' OR NEW.valid_until IS NULL
     OR NEW.valid_until > OLD.valid_until OR OLD.valid_until <= statement_timestamp() THEN
    RAISE EXCEPTION 'A grant does not change: it can only be ended sooner.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.person_id::text = ANY (string_to_array(access_setting('persons'), ','))
     OR 'system' = ANY (functions) OR ('admin' = ANY (functions) AND OLD.appointment_id IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  level := access_own_level(OLD.problem);
  IF level >= 4 OR (level >= 3 AND OLD.appointment_id IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'This grant is not yours to end.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER access_guard BEFORE UPDATE ON access_grant FOR EACH ROW EXECUTE FUNCTION access_guard_grant();
