-- What the database holds of links between cases (CX23): over an object that both know, never over persons or groups.

CREATE FUNCTION subjects_keep_case_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  a subjects_subject;
  b subjects_subject;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO a FROM subjects_subject s WHERE s.id = NEW.one_id;
  SELECT * INTO b FROM subjects_subject s WHERE s.id = NEW.other_id;
  PERFORM set_config('app.maintenance', before, true);
  IF TG_OP = 'INSERT' AND (a.case_id = b.case_id OR a.kind IN ('person', 'group') OR a.kind <> b.kind
     OR NOT a.fingerprints && b.fingerprints OR a.case_id <> NEW.one_case_id OR b.case_id <> NEW.other_case_id) THEN
    RAISE EXCEPTION 'Cases are linked over the same object alone.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at
     OR to_jsonb(NEW) - '{ended_at,one_part_id,other_part_id}'::text[]
        <> to_jsonb(OLD) - '{ended_at,one_part_id,other_part_id}'::text[]) THEN
    RAISE EXCEPTION 'A decision about two cases is taken back, not changed.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.one_part_id := a.compartment_id;
  NEW.other_part_id := b.compartment_id;
  RETURN NEW;
END $$;
CREATE TRIGGER subjects_caselink_kept BEFORE INSERT OR UPDATE ON subjects_caselink
  FOR EACH ROW EXECUTE FUNCTION subjects_keep_case_link();
CREATE TRIGGER subjects_caselink_stays BEFORE DELETE ON subjects_caselink
  FOR EACH ROW EXECUTE FUNCTION subjects_refuse_delete();

-- When a record goes to another compartment, decisions about it go out of the sight of who does not see that one.
CREATE FUNCTION subjects_follow_case_links() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  UPDATE subjects_caselink SET one_part_id = NEW.compartment_id WHERE one_id = NEW.id;
  UPDATE subjects_caselink SET other_part_id = NEW.compartment_id WHERE other_id = NEW.id;
  PERFORM set_config('app.maintenance', before, true);
  RETURN NULL;
END $$;
CREATE TRIGGER subjects_subject_moved_between_cases AFTER UPDATE OF compartment_id ON subjects_subject
  FOR EACH ROW WHEN (NEW.compartment_id IS DISTINCT FROM OLD.compartment_id)
  EXECUTE FUNCTION subjects_follow_case_links();
