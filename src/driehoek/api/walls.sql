-- A key stays what it was made: only its use is noted, and it is revoked once.
CREATE FUNCTION api_guard_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A key is revoked, not deleted.';
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.person_id, OLD.name, OLD.hint, OLD.hash, OLD.may_write, OLD.made_at, OLD.valid_until)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.person_id, NEW.name, NEW.hint, NEW.hash, NEW.may_write, NEW.made_at, NEW.valid_until)
     OR (OLD.revoked_at IS NOT NULL
         AND (OLD.revoked_at, OLD.revoked_by_id) IS DISTINCT FROM (NEW.revoked_at, NEW.revoked_by_id)) THEN
    RAISE EXCEPTION 'A key does not change.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER api_guard BEFORE UPDATE OR DELETE ON api_apikey FOR EACH ROW EXECUTE FUNCTION api_guard_key();

-- Whose key a secret is and whether it opens now. Counts the calls of the last minute; no caller waits for another
-- of the same key. Nothing for a secret that is no key's. It looks past row-level security for this alone.
CREATE FUNCTION api_open(secret_hash bytea, most integer)
RETURNS TABLE (key uuid, person uuid, municipality uuid, may_write boolean, state text, wait integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  now_ timestamptz := statement_timestamp();
  ends timestamptz;
  revoked timestamptz;
  used timestamptz;
  calls integer;
  oldest timestamptz;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT k.id, k.person_id, k.municipality_id, k.may_write, k.valid_until, k.revoked_at, k.last_used_at
    INTO key, person, municipality, may_write, ends, revoked, used
    FROM api_apikey k WHERE k.hash = secret_hash;
  IF key IS NULL THEN
    PERFORM set_config('app.maintenance', '', true);
    RETURN;
  END IF;
  wait := 0;
  IF revoked IS NOT NULL THEN
    state := 'revoked';
  ELSIF ends <= now_ THEN
    state := 'expired';
  ELSE
    SELECT count(*), min(c.at) INTO calls, oldest FROM api_apicall c
     WHERE c.key_id = key AND c.at > now_ - interval '1 minute';
    IF calls >= most THEN
      state := 'limited';
      wait := greatest(1, ceil(extract(epoch FROM oldest + interval '1 minute' - now_)))::integer;
    ELSE
      state := 'open';
      INSERT INTO api_apicall (key_id, at) VALUES (key, now_);
      DELETE FROM api_apicall c WHERE c.id IN (
        SELECT o.id FROM api_apicall o WHERE o.key_id = key AND o.at <= now_ - interval '1 minute'
         LIMIT 200 FOR UPDATE SKIP LOCKED);
      IF used IS NULL OR used < now_ - interval '5 minutes' THEN
        UPDATE api_apikey k SET last_used_at = now_ WHERE k.id IN (
          SELECT o.id FROM api_apikey o WHERE o.id = key FOR UPDATE SKIP LOCKED);
      END IF;
    END IF;
  END IF;
  PERFORM set_config('app.maintenance', '', true);
  RETURN NEXT;
END $$;
