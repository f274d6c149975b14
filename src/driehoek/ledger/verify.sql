-- Walks one municipality's chain inside the database, for the screen of those who may not read the events
-- themselves. Returns a row per fault; an empty answer means the chain is whole.
CREATE FUNCTION ledger_faults(place uuid) RETURNS TABLE (sequence bigint, fault text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  e ledger_event;
  expected bigint := 1;
  previous bytea := ledger_genesis(place);
  head ledger_head;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  FOR e IN SELECT * FROM ledger_event l WHERE l.municipality_id = place ORDER BY l.sequence LOOP
    IF e.sequence <> expected THEN
      sequence := e.sequence; fault := 'gap'; RETURN NEXT; expected := e.sequence;
    END IF;
    IF e.previous_hash <> previous THEN
      sequence := e.sequence; fault := 'link'; RETURN NEXT;
    END IF;
    IF e.hash <> ledger_event_hash(e) THEN
      sequence := e.sequence; fault := 'content'; RETURN NEXT;
    END IF;
    previous := e.hash; expected := expected + 1;
  END LOOP;
  SELECT * INTO head FROM ledger_head h WHERE h.municipality_id = place;
  IF FOUND AND (head.sequence <> expected - 1 OR head.hash <> previous) THEN
    sequence := head.sequence; fault := 'end'; RETURN NEXT;
  END IF;
  IF NOT FOUND AND expected > 1 THEN
    sequence := 0; fault := 'end'; RETURN NEXT;
  END IF;
  PERFORM set_config('app.maintenance', '', true);
END $$;

-- The hashes of a municipality's events in order, for its Merkle root; a hash tells nothing about the event.
CREATE FUNCTION ledger_hashes(place uuid) RETURNS TABLE (sequence bigint, hash bytea)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT l.sequence, l.hash FROM ledger_event l WHERE l.municipality_id = place ORDER BY l.sequence;
  PERFORM set_config('app.maintenance', '', true);
END $$;
