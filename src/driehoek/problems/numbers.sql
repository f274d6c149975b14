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
