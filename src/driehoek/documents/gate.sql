-- Personal data of a partner come into a case only through its legal gate: covenant, purpose, DPIA and basis
-- (cases_enriching_allowed, CX03). A version that a partner stores therefore says either that no personal data are in
-- it, or the gate is open for their organisation. Who works for the municipality or leads the case stores for the case.
CREATE FUNCTION documents_keep_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  earlier text := coalesce(current_setting('app.maintenance', true), '');
  who uuid[] := string_to_array(nullif(current_setting('app.persons', true), ''), ',')::uuid[];
  which uuid;
  allowed boolean;
BEGIN
  IF NEW.no_personal THEN
    RETURN NEW;
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT d.case_id INTO which FROM documents_document d WHERE d.id = NEW.document_id;
  -- A copy fit for publication is made of what is stored already, from a draft of somebody else.
  SELECT NEW.origin = 'redacted' AND EXISTS (
           SELECT 1 FROM documents_redaction r WHERE r.document_id = NEW.document_id AND r.state = 'draft'
              AND NOT (r.made_by_id = ANY (who)))
      OR EXISTS (SELECT 1 FROM access_grant g
                  WHERE g.person_id = ANY (who) AND g.problem = which AND g.level >= 4
                    AND g.valid_from <= statement_timestamp()
                    AND (g.valid_until IS NULL OR g.valid_until > statement_timestamp()))
      OR EXISTS (SELECT 1 FROM parties_appointment a JOIN parties_organisation o ON o.id = a.organisation_id
                  WHERE a.person_id = ANY (who) AND a.municipality_id = NEW.municipality_id
                    AND a.valid_from <= statement_timestamp()
                    AND (a.valid_until IS NULL OR a.valid_until > statement_timestamp())
                    AND (o.kind = 'municipality' OR cases_enriching_allowed(which, o.id)))
    INTO allowed;
  PERFORM set_config('app.maintenance', earlier, true);
  IF allowed IS NOT TRUE THEN
    RAISE EXCEPTION 'The legal gate of this case is closed for this organisation.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_gate BEFORE INSERT ON documents_version
  FOR EACH ROW EXECUTE FUNCTION documents_keep_gate();
