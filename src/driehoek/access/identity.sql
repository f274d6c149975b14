-- The owner role, under which these functions run, is bound by row-level security too. It lifts that for itself
-- by `app.maintenance`; the policies that heed it name the owner only, so for the app role it does nothing.

-- Replaced in sealed.sql by one that asks a proof.
-- Establishes who acts in this transaction and where. Returns no row when the person holds no function in
-- that municipality now, neither in person nor as a substitute; then nothing is set and nothing is visible.
CREATE FUNCTION access_begin(who uuid, place uuid)
RETURNS TABLE (municipality uuid, municipality_name text, cbs_code text, persons uuid[], functions text[],
               own_functions text[], organisations uuid[])
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true),
          set_config('app.person', '', true), set_config('app.persons', '', true),
          set_config('app.functions', '', true), set_config('app.municipality', '', true);
  SELECT r.municipality_id, array_agg(DISTINCT r.person_id), array_agg(DISTINCT r.function),
         coalesce(array_agg(DISTINCT r.function) FILTER (WHERE r.person_id = who), '{}'),
         array_agg(DISTINCT r.organisation_id)
    INTO municipality, persons, functions, own_functions, organisations
    FROM (
      SELECT a.municipality_id, a.person_id, a.function::text, a.organisation_id
        FROM parties_appointment a JOIN parties_person p ON p.id = a.person_id
       WHERE a.valid_from <= statement_timestamp() AND (a.valid_until IS NULL OR a.valid_until > statement_timestamp())
         AND (a.person_id = who OR a.person_id IN (
               SELECT s.principal_id FROM parties_substitution s
                WHERE s.substitute_id = who AND s.municipality_id = a.municipality_id
                  AND s.valid_from <= statement_timestamp() AND s.valid_until > statement_timestamp()))
         AND EXISTS (SELECT 1 FROM parties_person me WHERE me.id = who AND me.is_active)
         AND (place IS NULL OR a.municipality_id = place)
    ) r
   GROUP BY r.municipality_id ORDER BY r.municipality_id LIMIT 1;
  SELECT m.name, m.cbs_code INTO municipality_name, cbs_code FROM parties_municipality m WHERE m.id = municipality;
  PERFORM set_config('app.maintenance', '', true);
  IF municipality IS NULL THEN
    RETURN;
  END IF;
  persons := array_append(array_remove(persons, who), who);
  PERFORM set_config('app.person', who::text, true),
          set_config('app.persons', array_to_string(persons, ','), true),
          set_config('app.functions', array_to_string(functions, ','), true),
          set_config('app.municipality', municipality::text, true);
  RETURN NEXT;
END $$;

-- Every municipality in which a person may act now, for the chooser.
CREATE FUNCTION access_municipalities(who uuid) RETURNS TABLE (municipality uuid, name text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT DISTINCT m.id, m.name::text FROM parties_municipality m
    JOIN parties_appointment a ON a.municipality_id = m.id
   WHERE a.valid_from <= statement_timestamp() AND (a.valid_until IS NULL OR a.valid_until > statement_timestamp())
     AND (a.person_id = who OR a.person_id IN (
           SELECT s.principal_id FROM parties_substitution s
            WHERE s.substitute_id = who AND s.municipality_id = a.municipality_id
              AND s.valid_from <= statement_timestamp() AND s.valid_until > statement_timestamp()))
   ORDER BY 2;
  PERFORM set_config('app.maintenance', '', true);
END $$;

-- Who may be chosen on the demo sign-in page: people of municipalities marked as demo, and nobody else.
CREATE FUNCTION access_demo_people()
RETURNS TABLE (person uuid, person_name text, function text, organisation text, municipality uuid, municipality_name text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT p.id, p.name::text, a.function::text, o.name::text, m.id, m.name::text
    FROM parties_appointment a
    JOIN parties_person p ON p.id = a.person_id AND p.is_active
    JOIN parties_municipality m ON m.id = a.municipality_id AND m.is_demo
    JOIN parties_organisation o ON o.id = a.organisation_id
   WHERE a.valid_from <= statement_timestamp() AND (a.valid_until IS NULL OR a.valid_until > statement_timestamp());
  PERFORM set_config('app.maintenance', '', true);
END $$;

-- Ids and names of all municipalities, for jobs that run for each of them in turn.
CREATE FUNCTION access_all_municipalities() RETURNS TABLE (municipality uuid, name text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT m.id, m.name::text FROM parties_municipality m ORDER BY m.name;
  PERFORM set_config('app.maintenance', '', true);
END $$;
