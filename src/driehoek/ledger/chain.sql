-- Numbers and chains ledger events. The hash covers the previous hash and every field of the line, joined by
-- the unit separator; `data` comes last, so no field can be made to look like another.
-- Python's twin is driehoek.ledger.chain.event_hash; `driehoek ledger verify` recomputes with that one.

CREATE FUNCTION ledger_event_hash(e ledger_event) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(e.previous_hash || convert_to(concat_ws(E'\x1f',
    e.id::text, e.municipality_id::text, e.sequence::text,
    (extract(epoch FROM e.at) * 1000000)::bigint::text,
    coalesce(e.actor::text, ''), e.action, e.subject::text, coalesce(e.problem::text, ''),
    e.version::text, e.trace, e.data), 'UTF8'))
$$;

CREATE FUNCTION ledger_genesis(municipality uuid) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(municipality::text, 'UTF8'))
$$;

CREATE FUNCTION ledger_chain_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  head ledger_head;
BEGIN
  INSERT INTO ledger_head (municipality_id, sequence, hash)
    VALUES (NEW.municipality_id, 0, ledger_genesis(NEW.municipality_id)) ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT head FROM ledger_head WHERE municipality_id = NEW.municipality_id FOR UPDATE;
  NEW.sequence := head.sequence + 1;
  NEW.previous_hash := head.hash;
  NEW.at := clock_timestamp();
  NEW.actor := nullif(current_setting('app.person', true), '')::uuid;
  NEW.hash := ledger_event_hash(NEW);
  UPDATE ledger_head SET sequence = NEW.sequence, hash = NEW.hash WHERE municipality_id = NEW.municipality_id;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_chain BEFORE INSERT ON ledger_event
  FOR EACH ROW EXECUTE FUNCTION ledger_chain_event();

-- Live updates carry only kind, id and version; the page fetches content through its own authorised view.
CREATE FUNCTION ledger_announce_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('driehoek', json_build_object(
    'municipality', NEW.municipality_id, 'sequence', NEW.sequence, 'action', NEW.action,
    'subject', NEW.subject, 'problem', NEW.problem, 'version', NEW.version)::text);
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_announce AFTER INSERT ON ledger_event
  FOR EACH ROW EXECUTE FUNCTION ledger_announce_event();

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER ledger_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_processing_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_processingrecord
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_root_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_root
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
