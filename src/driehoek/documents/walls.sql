-- What the database holds of documents against anyone: a version and its bytes stay as they came, a document does not
-- leave its compartment, nobody stores over somebody else's lock, two people make a copy fit for publication.

CREATE FUNCTION documents_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what was stored stays.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER documents_stays BEFORE UPDATE OR DELETE ON documents_chunk
  FOR EACH ROW EXECUTE FUNCTION documents_append_only();
CREATE TRIGGER documents_stays BEFORE UPDATE OR DELETE ON documents_versiontext
  FOR EACH ROW EXECUTE FUNCTION documents_append_only();
CREATE TRIGGER documents_stays BEFORE DELETE ON documents_version
  FOR EACH ROW EXECUTE FUNCTION documents_append_only();
CREATE TRIGGER documents_stays BEFORE DELETE ON documents_document
  FOR EACH ROW EXECUTE FUNCTION documents_append_only();
CREATE TRIGGER documents_stays BEFORE DELETE ON documents_lock
  FOR EACH ROW EXECUTE FUNCTION documents_append_only();
CREATE TRIGGER documents_stays BEFORE DELETE ON documents_redaction
  FOR EACH ROW EXECUTE FUNCTION documents_append_only();

-- Of a version only what its text gave changes, once.
CREATE FUNCTION documents_guard_version() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.text_state <> 'waiting' OR NEW.text_state = 'waiting'
     OR (to_jsonb(OLD) - 'text_state' - 'pages') IS DISTINCT FROM (to_jsonb(NEW) - 'text_state' - 'pages') THEN
    RAISE EXCEPTION 'A version stays as it was stored.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_guard BEFORE UPDATE ON documents_version
  FOR EACH ROW EXECUTE FUNCTION documents_guard_version();

-- A version lies where its document lies, and is not stored over somebody else's lock.
CREATE FUNCTION documents_guard_new_version() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM documents_document d
                  WHERE d.id = NEW.document_id AND d.compartment_id = NEW.compartment_id) THEN
    RAISE EXCEPTION 'A version lies in the compartment of its document.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.origin = 'upload' AND EXISTS (
       SELECT 1 FROM documents_lock l WHERE l.document_id = NEW.document_id AND l.ended_at IS NULL
          AND l.until > statement_timestamp()
          AND NOT (l.by_id = ANY (string_to_array(nullif(current_setting('app.persons', true), ''), ',')::uuid[])))
  THEN
    RAISE EXCEPTION 'Somebody else works on this document.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_guard_new BEFORE INSERT ON documents_version
  FOR EACH ROW EXECUTE FUNCTION documents_guard_new_version();

-- A document keeps its case and its compartment, and lies in a compartment of that case.
CREATE FUNCTION documents_guard_document() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.id, OLD.municipality_id, OLD.case_id, OLD.compartment_id, OLD.made_by_id, OLD.made_at)
       IS DISTINCT FROM (NEW.id, NEW.municipality_id, NEW.case_id, NEW.compartment_id, NEW.made_by_id, NEW.made_at) THEN
      RAISE EXCEPTION 'A document stays in its compartment.' USING ERRCODE = 'insufficient_privilege';
    END IF;
  ELSIF NOT EXISTS (SELECT 1 FROM cases_compartment c WHERE c.id = NEW.compartment_id AND c.case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'The compartment is of another case.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_guard BEFORE INSERT OR UPDATE ON documents_document
  FOR EACH ROW EXECUTE FUNCTION documents_guard_document();

-- A lock that ended stays ended; of a running one nothing changes but its end.
CREATE FUNCTION documents_guard_lock() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
     OR (to_jsonb(OLD) - 'ended_at' - 'ended_by_id' - 'reason_locked')
        IS DISTINCT FROM (to_jsonb(NEW) - 'ended_at' - 'ended_by_id' - 'reason_locked') THEN
    RAISE EXCEPTION 'A lock can only be ended.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_guard BEFORE UPDATE ON documents_lock
  FOR EACH ROW EXECUTE FUNCTION documents_guard_lock();

-- What was judged stays; who judges does not change what is judged.
CREATE FUNCTION documents_guard_redaction() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft'
     OR (OLD.document_id, OLD.source_id, OLD.passages, OLD.made_by_id, OLD.made_at, OLD.compartment_id)
        IS DISTINCT FROM
        (NEW.document_id, NEW.source_id, NEW.passages, NEW.made_by_id, NEW.made_at, NEW.compartment_id) THEN
    RAISE EXCEPTION 'This redaction stands.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_guard BEFORE UPDATE ON documents_redaction
  FOR EACH ROW EXECUTE FUNCTION documents_guard_redaction();
