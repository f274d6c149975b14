-- The installation's seal: HMAC-SHA-256 (RFC 2104) under a key that the application keeps in its secrets and the
-- database in a table that only the owner reads. A function of the owner can thus tell what the application itself
-- wrote from what came in by SQL under the app's role. Python's twin is driehoek.ledger.seal.

-- The key stands here as the two padded blocks of HMAC, so that a seal costs two hashes. No row of it is in a
-- backup (installation/backup.py); `migrate` puts the key of the installation in its place.
CREATE TABLE ledger_sealkey (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
  outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);
ALTER TABLE ledger_sealkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_sealkey FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_sealkey_maintenance ON ledger_sealkey TO CURRENT_USER
  USING ((SELECT current_setting('app.maintenance', true) = 'on'))
  WITH CHECK ((SELECT current_setting('app.maintenance', true) = 'on'));
REVOKE ALL ON ledger_sealkey FROM PUBLIC;

-- Seals a message. Only functions of the owner may call this (installation/rights.py): whoever could call it could
-- seal anything. A message begins with the name of what is sealed, so that no seal serves for something else.
CREATE FUNCTION installation_seal(message bytea) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  key ledger_sealkey;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO key FROM ledger_sealkey;
  PERFORM set_config('app.maintenance', before, true);
  IF key.inner_pad IS NULL THEN
    RAISE EXCEPTION 'The key of the seal is not in this database: run `driehoek migrate`.';
  END IF;
  RETURN sha256(key.outer_pad || sha256(key.inner_pad || message));
END $$;
REVOKE EXECUTE ON FUNCTION installation_seal(bytea) FROM PUBLIC;

-- A message of several texts, each with its length in octets before it: whatever stands in them, no two lists of
-- texts give the same message. Python's twin is driehoek.ledger.seal.joined.
CREATE FUNCTION seal_message(VARIADIC parts text[]) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT convert_to(string_agg(octet_length(convert_to(coalesce(part, ''), 'UTF8')) || ':' || coalesce(part, ''),
                               E'\x1f' ORDER BY place), 'UTF8')
    FROM unnest(parts) WITH ORDINALITY AS t (part, place)
$$;
