-- Who acts can be claimed by the application alone. The settings that name the acting person are open to anyone who
-- can run SQL, so they count only under a seal that fits them, this backend and this transaction; the seal is made
-- here, after a proof that only the application can give (driehoek.access.proofs), under a key that the app's role
-- cannot read (ledger/seal.sql). Whoever can run SQL as the app's role, without that key, is nobody.

-- The key is read once per sub-select of a policy. The table is the owner's alone (installation/rights.py) and its
-- row-level security stays on for others; lifting it for the owner each time would cost as much as the seal itself.
ALTER TABLE ledger_sealkey NO FORCE ROW LEVEL SECURITY;

-- One of the settings `person`, `persons`, `functions`, `municipality`, or nothing when the seal does not fit.
-- Policies read the settings through this, in an uncorrelated sub-select. The separator is in no field that was ever
-- sealed, so no other four fields give the same bytes. A worker of a parallel plan has another process id: restricted.
CREATE FUNCTION access_setting(name text) RETURNS text LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  inside bytea;
  outside bytea;
BEGIN
  SELECT k.inner_pad, k.outer_pad INTO inside, outside FROM ledger_sealkey k;
  IF sha256(outside || sha256(inside || convert_to('access.identity' || E'\x1f'
       || current_setting('app.person', true) || E'\x1f' || current_setting('app.persons', true) || E'\x1f'
       || current_setting('app.functions', true) || E'\x1f' || current_setting('app.municipality', true), 'UTF8')
       || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp())))::text
     = current_setting('app.seal', true) THEN
    RETURN current_setting('app.' || name, true);
  END IF;
  RETURN NULL;
END $$;

-- Establishes who acts in this transaction, under a seal. Not for the app's role (installation/rights.py).
CREATE FUNCTION access_seal_identity(person text, persons text, functions text, municipality text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.person', person, true), set_config('app.persons', persons, true),
          set_config('app.functions', functions, true), set_config('app.municipality', municipality, true),
          set_config('app.seal', installation_seal(
            convert_to('access.identity' || E'\x1f' || person || E'\x1f' || persons || E'\x1f' || functions
              || E'\x1f' || municipality, 'UTF8')
            || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp()))::text, true);
END $$;
REVOKE EXECUTE ON FUNCTION access_seal_identity(text, text, text, text) FROM PUBLIC;

-- Refuses what the application did not say, said to another backend, or said more than a minute ago.
CREATE FUNCTION access_require_proof(said text[], at bigint, proof bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF proof IS NULL OR at IS NULL OR proof IS DISTINCT FROM
     installation_seal(seal_message(VARIADIC said || ARRAY[pg_backend_pid()::text, at::text])) THEN
    RAISE EXCEPTION 'This is not proven to come from the application.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF abs(extract(epoch FROM clock_timestamp()) - at) > 60 THEN
    RAISE EXCEPTION 'This proof is of another minute: set the clocks of the application and the database alike.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION access_require_proof(text[], bigint, bytea) FROM PUBLIC;

DROP FUNCTION access_begin(uuid, uuid);

-- Establishes a person. Returns no row when that person holds no function in that municipality now, neither in
-- person nor as a substitute; then nothing is set and nothing is visible. A function with a name that could be read
-- as several, or as that of the system, is no function.
CREATE FUNCTION access_begin(who uuid, place uuid, at bigint, proof bytea)
RETURNS TABLE (municipality uuid, municipality_name text, cbs_code text, persons uuid[], functions text[],
               own_functions text[], organisations uuid[])
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.person', '', true), set_config('app.persons', '', true),
          set_config('app.functions', '', true), set_config('app.municipality', '', true),
          set_config('app.seal', '', true);
  PERFORM access_require_proof(ARRAY['access.begin', who::text, coalesce(place::text, '')], at, proof);
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT r.municipality_id, array_agg(DISTINCT r.person_id), array_agg(DISTINCT r.function),
         coalesce(array_agg(DISTINCT r.function) FILTER (WHERE r.person_id = who), '{}'),
         array_agg(DISTINCT r.organisation_id)
    INTO municipality, persons, functions, own_functions, organisations
    FROM (
      SELECT a.municipality_id, a.person_id, a.function::text, a.organisation_id
        FROM parties_appointment a JOIN parties_person p ON p.id = a.person_id
       WHERE a.valid_from <= statement_timestamp() AND (a.valid_until IS NULL OR a.valid_until > statement_timestamp())
         AND a.function ~ '^[a-z_]+$' AND a.function <> 'system'
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
  PERFORM access_seal_identity(who::text, array_to_string(persons, ','), array_to_string(functions, ','),
                               municipality::text);
  RETURN NEXT;
END $$;

-- Establishes a job or command of one municipality: no person.
CREATE FUNCTION access_begin_system(place uuid, at bigint, proof bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM access_require_proof(ARRAY['access.system', place::text], at, proof);
  PERFORM access_seal_identity('', '', 'system', place::text);
END $$;

-- Leaves of an established person only these functions and nobody they stand in for, as a key of the API carries.
-- It can only take away, so it asks no proof.
CREATE FUNCTION access_narrow(kept text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  person text := nullif(access_setting('person'), '');
BEGIN
  IF person IS NULL OR NOT coalesce(kept <@ string_to_array(access_setting('functions'), ','), false) THEN
    RAISE EXCEPTION 'Nobody gets a function by leaving others out.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM access_seal_identity(person, person, array_to_string(kept, ','), access_setting('municipality'));
END $$;

-- Lets every policy and every function of the rooms read the settings through `access_setting`, whatever text their
-- migrations have (access.rls). `migrate` calls this last, so that a new installation and an old one end alike.
-- Returns how many it changed.
CREATE FUNCTION access_seal_readers() RETURNS integer LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  raw constant text := 'current_setting\(''app\.(person|persons|functions|municipality)''(::text)?, true\)';
  sealed constant text := 'access_setting(''\1'')';
  changed integer := 0;
  one record;
BEGIN
  FOR one IN SELECT tablename, policyname, qual, with_check FROM pg_policies
              WHERE schemaname = 'public' AND (qual ~ raw OR with_check ~ raw) LOOP
    EXECUTE format('ALTER POLICY %I ON public.%I', one.policyname, one.tablename)
      || coalesce(' USING (' || regexp_replace(one.qual, raw, sealed, 'g') || ')', '')
      || coalesce(' WITH CHECK (' || regexp_replace(one.with_check, raw, sealed, 'g') || ')', '');
    changed := changed + 1;
  END LOOP;
  FOR one IN SELECT p.oid FROM pg_proc p
              WHERE p.pronamespace = 'public'::regnamespace AND p.prosrc ~ raw
                AND p.proname NOT IN ('access_setting', 'access_seal_readers') LOOP
    EXECUTE regexp_replace(pg_get_functiondef(one.oid), raw, sealed, 'g');
    changed := changed + 1;
  END LOOP;
  RETURN changed;
END $$;
REVOKE EXECUTE ON FUNCTION access_seal_readers() FROM PUBLIC;
