-- What the database holds of subjects and links against anyone. The functions run under the owner role, which lifts
-- row-level security for itself (access/identity.sql); each does one narrow thing.

-- A subject lies in a compartment of its own case and never goes to another; what a partner supplied passes the
-- legal gate of the case first: covenant, purpose, DPIA and basis (cases_enriching_allowed).
CREATE FUNCTION subjects_keep_subject() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  fits boolean;
  allowed boolean := true;
  leads boolean := true;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT true INTO fits FROM cases_compartment c
   WHERE c.id = NEW.compartment_id AND c.case_id = NEW.case_id AND c.municipality_id = NEW.municipality_id;
  IF NEW.source_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.source_id IS DISTINCT FROM OLD.source_id) THEN
    SELECT o.municipality_id = NEW.municipality_id AND (o.kind = 'municipality' OR cases_enriching_allowed(NEW.case_id, NEW.source_id))
      INTO allowed FROM parties_organisation o WHERE o.id = NEW.source_id;
  END IF;
  IF NEW.leader_id IS NOT NULL THEN
    SELECT count(*) = 1 INTO leads FROM subjects_subject s
     WHERE s.id = NEW.leader_id AND s.case_id = NEW.case_id AND s.kind = NEW.kind AND s.leader_id IS NULL;
  END IF;
  PERFORM set_config('app.maintenance', before, true);
  IF fits IS NOT TRUE THEN
    RAISE EXCEPTION 'A subject lies in a compartment of its own case.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF allowed IS NOT TRUE THEN
    RAISE EXCEPTION 'The legal gate of this case is closed for this source.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF leads IS NOT TRUE THEN
    RAISE EXCEPTION 'A record is joined under another of its kind and case.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.municipality_id, NEW.case_id, NEW.kind, NEW.made_by_id, NEW.made_at)
     IS DISTINCT FROM (OLD.id, OLD.municipality_id, OLD.case_id, OLD.kind, OLD.made_by_id, OLD.made_at) THEN
    RAISE EXCEPTION 'A subject stays in its case, as it was begun.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER subjects_subject_kept BEFORE INSERT OR UPDATE ON subjects_subject
  FOR EACH ROW EXECUTE FUNCTION subjects_keep_subject();

-- A link is between two subjects of one case, and knows in which compartments both lie.
CREATE FUNCTION subjects_keep_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  one subjects_subject;
  other subjects_subject;
  fits boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO one FROM subjects_subject s WHERE s.id = NEW.from_subject_id;
  SELECT * INTO other FROM subjects_subject s WHERE s.id = NEW.to_subject_id;
  SELECT true INTO fits FROM cases_compartment c WHERE c.id = NEW.compartment_id AND c.case_id = NEW.case_id;
  PERFORM set_config('app.maintenance', before, true);
  IF fits IS NOT TRUE OR one.case_id IS DISTINCT FROM NEW.case_id OR other.case_id IS DISTINCT FROM NEW.case_id
     OR one.municipality_id IS DISTINCT FROM NEW.municipality_id THEN
    RAISE EXCEPTION 'A link is between two subjects of one case.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE'
     AND (NEW.id, NEW.municipality_id, NEW.case_id, NEW.from_subject_id, NEW.to_subject_id, NEW.made_by_id, NEW.made_at)
     IS DISTINCT FROM
     (OLD.id, OLD.municipality_id, OLD.case_id, OLD.from_subject_id, OLD.to_subject_id, OLD.made_by_id, OLD.made_at) THEN
    RAISE EXCEPTION 'A link stays between the two for which it was made.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.from_part_id := one.compartment_id;
  NEW.to_part_id := other.compartment_id;
  RETURN NEW;
END $$;
CREATE TRIGGER subjects_link_kept BEFORE INSERT OR UPDATE ON subjects_link
  FOR EACH ROW EXECUTE FUNCTION subjects_keep_link();

-- When a subject goes to another compartment of its case, its links follow, also those that the mover does not see.
CREATE FUNCTION subjects_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  UPDATE subjects_link SET from_part_id = NEW.compartment_id WHERE from_subject_id = NEW.id;
  UPDATE subjects_link SET to_part_id = NEW.compartment_id WHERE to_subject_id = NEW.id;
  PERFORM set_config('app.maintenance', before, true);
  RETURN NULL;
END $$;
CREATE TRIGGER subjects_subject_moved AFTER UPDATE OF compartment_id ON subjects_subject
  FOR EACH ROW WHEN (NEW.compartment_id IS DISTINCT FROM OLD.compartment_id) EXECUTE FUNCTION subjects_follow();

-- Records end; only the jobs that destroy a case when its time is over take them away.
CREATE FUNCTION subjects_refuse_delete() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF coalesce('system' = ANY (string_to_array(nullif(current_setting('app.functions', true), ''), ',')), false) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'A record of a case ends; it is not taken away.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER subjects_subject_stays BEFORE DELETE ON subjects_subject
  FOR EACH ROW EXECUTE FUNCTION subjects_refuse_delete();
CREATE TRIGGER subjects_link_stays BEFORE DELETE ON subjects_link
  FOR EACH ROW EXECUTE FUNCTION subjects_refuse_delete();
