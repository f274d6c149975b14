-- The next problem number of a municipality. Row-level security hides problems from their opener, so the
-- highest number is looked up for the opener here, and nothing but that number comes out.
CREATE FUNCTION problems_next_number(place uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  following integer;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('problem-number:' || place::text, 0));
  SELECT coalesce(max(number), 0) + 1 INTO following FROM problems_problem WHERE municipality_id = place;
  PERFORM set_config('app.maintenance', '', true);
  RETURN following;
END $$;

-- Ids and kinds of the problems that are not closed, so that an administrator, who sees no content, can appoint
-- someone and that function's grants follow.
CREATE FUNCTION problems_running(place uuid) RETURNS TABLE (problem uuid, kind text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF place IS DISTINCT FROM nullif(current_setting('app.municipality', true), '')::uuid THEN
    RETURN;
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT p.id, p.kind::text FROM problems_problem p
    WHERE p.municipality_id = place AND p.status <> 'closed';
  PERFORM set_config('app.maintenance', '', true);
END $$;

-- The id behind a number in the acting person's municipality, for emergency access: the grant that follows is
-- on the ledger and before the data-protection officer at once.
CREATE FUNCTION problems_id_of_number(wanted integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found uuid;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT p.id INTO found FROM problems_problem p
    WHERE p.municipality_id = nullif(current_setting('app.municipality', true), '')::uuid
      AND p.number = wanted AND p.status <> 'closed';
  PERFORM set_config('app.maintenance', '', true);
  RETURN found;
END $$;
