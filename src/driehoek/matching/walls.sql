-- What the database holds of pairs, requests and the duty to inform against anyone. Functions that look past row-level
-- security run under the owner role and do one narrow thing each (access/identity.sql).

-- A pair is of two records of one kind and case, and knows in which compartments both lie.
CREATE FUNCTION matching_keep_pair() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  one subjects_subject;
  other subjects_subject;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO one FROM subjects_subject s WHERE s.id = NEW.left_id;
  SELECT * INTO other FROM subjects_subject s WHERE s.id = NEW.right_id;
  PERFORM set_config('app.maintenance', before, true);
  IF one.case_id IS DISTINCT FROM NEW.case_id OR other.case_id IS DISTINCT FROM NEW.case_id
     OR one.kind IS DISTINCT FROM NEW.kind OR other.kind IS DISTINCT FROM NEW.kind
     OR one.municipality_id IS DISTINCT FROM NEW.municipality_id THEN
    RAISE EXCEPTION 'A pair is of two records of one kind and case.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'same' AND (TG_OP = 'INSERT' OR OLD.state <> 'same')
     AND (one.restricted_at IS NOT NULL OR other.restricted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'A record whose processing is restricted is not joined.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.id, OLD.municipality_id, OLD.case_id, OLD.kind, OLD.left_id, OLD.right_id)
     IS DISTINCT FROM (NEW.id, NEW.municipality_id, NEW.case_id, NEW.kind, NEW.left_id, NEW.right_id) THEN
    RAISE EXCEPTION 'A pair stays of the two records of which it was made.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.left_part_id := one.compartment_id;
  NEW.right_part_id := other.compartment_id;
  RETURN NEW;
END $$;
CREATE TRIGGER matching_pair_kept BEFORE INSERT OR UPDATE ON matching_pair
  FOR EACH ROW EXECUTE FUNCTION matching_keep_pair();

-- Which record leads follows from the pairs that people called the same, whoever looks: among records that hang together
-- the one that has not ended, that lies in the shared compartment, that was chosen last. So taking a pair back restores
-- what was, also when records or pairs came in between that the acting person does not see.
CREATE FUNCTION matching_lead_again(of_case uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  members uuid[];
  leads uuid[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('matching:' || of_case::text, 0));
  PERFORM set_config('app.maintenance', 'on', true);
  WITH RECURSIVE edge AS (
    SELECT p.left_id AS one, p.right_id AS other FROM matching_pair p
     WHERE p.case_id = of_case AND p.state::text = 'same'
    UNION ALL
    SELECT p.right_id, p.left_id FROM matching_pair p WHERE p.case_id = of_case AND p.state::text = 'same'
  ), reach AS (
    SELECT e.one AS member, e.one AS leader FROM edge e
    UNION
    SELECT r.member, e.other FROM reach r JOIN edge e ON e.one = r.leader
  ), ranked AS (
    SELECT r.member, r.leader, row_number() OVER (
             PARTITION BY r.member
             ORDER BY (s.ended_at IS NOT NULL), (c.kind::text <> 'shared'),
                      (SELECT max(p.decided_at) FROM matching_pair p
                        WHERE p.lead_id = r.leader AND p.state::text = 'same') DESC NULLS LAST,
                      s.made_at, s.id) AS place
      FROM reach r JOIN subjects_subject s ON s.id = r.leader JOIN cases_compartment c ON c.id = s.compartment_id
  )
  SELECT coalesce(array_agg(k.member), '{}'), coalesce(array_agg(k.leader), '{}') INTO members, leads
    FROM ranked k WHERE k.place = 1 AND k.member <> k.leader;
  UPDATE subjects_subject s SET leader_id = NULL
   WHERE s.case_id = of_case AND s.leader_id IS NOT NULL AND NOT EXISTS (
     SELECT 1 FROM unnest(members, leads) AS n(member, leader) WHERE n.member = s.id AND n.leader = s.leader_id);
  UPDATE subjects_subject s SET leader_id = n.leader FROM unnest(members, leads) AS n(member, leader)
   WHERE s.id = n.member AND s.leader_id IS DISTINCT FROM n.leader;
  PERFORM set_config('app.maintenance', before, true);
END $$;
REVOKE EXECUTE ON FUNCTION matching_lead_again(uuid) FROM PUBLIC;

CREATE FUNCTION matching_pair_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM matching_lead_again(NEW.case_id);
  RETURN NULL;
END $$;
CREATE TRIGGER matching_pair_leads AFTER UPDATE OF state, lead_id ON matching_pair
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.lead_id IS DISTINCT FROM NEW.lead_id)
  EXECUTE FUNCTION matching_pair_decided();

-- When a record goes to another compartment of its case or ends, its pairs follow, also those that the mover does not see.
CREATE FUNCTION matching_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  UPDATE matching_pair SET left_part_id = NEW.compartment_id WHERE left_id = NEW.id;
  UPDATE matching_pair SET right_part_id = NEW.compartment_id WHERE right_id = NEW.id;
  UPDATE matching_place SET compartment_id = NEW.compartment_id WHERE subject_id = NEW.id;
  UPDATE matching_informing SET compartment_id = NEW.compartment_id WHERE subject_id = NEW.id;
  PERFORM set_config('app.maintenance', before, true);
  IF EXISTS (SELECT 1 FROM subjects_subject s WHERE s.leader_id = NEW.id) OR NEW.leader_id IS NOT NULL THEN
    PERFORM matching_lead_again(NEW.case_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER matching_subject_moved AFTER UPDATE OF compartment_id, ended_at ON subjects_subject
  FOR EACH ROW WHEN (NEW.compartment_id IS DISTINCT FROM OLD.compartment_id
                     OR (NEW.ended_at IS NULL) <> (OLD.ended_at IS NULL))
  EXECUTE FUNCTION matching_follow();

-- Trails are added to and nothing else; only the jobs that destroy a case when its time is over take them away.
CREATE FUNCTION matching_refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE'
     AND coalesce('system' = ANY (string_to_array(nullif(current_setting('app.functions', true), ''), ',')), false) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% on % is refused: what was decided stays.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER matching_decision_stays BEFORE UPDATE OR DELETE ON matching_decision
  FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_step_stays BEFORE UPDATE OR DELETE ON matching_requeststep
  FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_informing_step_stays BEFORE UPDATE OR DELETE ON matching_informingstep
  FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_pair_stays BEFORE DELETE ON matching_pair
  FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_request_stays BEFORE DELETE ON matching_rightsrequest
  FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_person_stays BEFORE UPDATE OR DELETE ON matching_requestperson
  FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_informing_stays BEFORE DELETE ON matching_informing
  FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();

-- A request gets the next number of its municipality, goes forward only, and once closed it stands.
CREATE FUNCTION matching_keep_request() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'registered' THEN
      RAISE EXCEPTION 'A request begins registered.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('app.maintenance', 'on', true);
    PERFORM pg_advisory_xact_lock(hashtextextended('rights-request:' || NEW.municipality_id::text, 0));
    SELECT coalesce(max(r.number), 0) + 1 INTO NEW.number FROM matching_rightsrequest r
     WHERE r.municipality_id = NEW.municipality_id;
    PERFORM set_config('app.maintenance', before, true);
    RETURN NEW;
  END IF;
  IF OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'The request is closed: it stands as it is.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.number, OLD.kinds, OLD.channel, OLD.received_on, OLD.made_by_id, OLD.made_at)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.number, NEW.kinds, NEW.channel, NEW.received_on, NEW.made_by_id, NEW.made_at) THEN
    RAISE EXCEPTION 'What was asked does not change.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('registered', 'identified'), ('registered', 'withdrawn'), ('registered', 'not_identified'),
       ('identified', 'answered'), ('identified', 'withdrawn')) THEN
    RAISE EXCEPTION 'A request does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.due_on <> NEW.due_on AND (OLD.extended_at IS NOT NULL OR NEW.extended_at IS NULL) THEN
    RAISE EXCEPTION 'The term is extended once, with the reason.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.extended_at IS NULL AND NEW.extended_at IS NOT NULL
     AND (NEW.extended_at AT TIME ZONE 'Europe/Amsterdam')::date > OLD.due_on THEN
    RAISE EXCEPTION 'The person is told of an extension within the first month.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER matching_request_kept BEFORE INSERT OR UPDATE ON matching_rightsrequest
  FOR EACH ROW EXECUTE FUNCTION matching_keep_request();

-- A place is found and decided while its request is handled, in the case of its record.
CREATE FUNCTION matching_keep_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  handled text;
  found subjects_subject;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT r.state INTO handled FROM matching_rightsrequest r WHERE r.id = coalesce(NEW.request_id, OLD.request_id);
  SELECT * INTO found FROM subjects_subject s WHERE s.id = coalesce(NEW.subject_id, OLD.subject_id);
  PERFORM set_config('app.maintenance', before, true);
  IF TG_OP = 'UPDATE' AND (OLD.id, OLD.municipality_id, OLD.request_id, OLD.case_id, OLD.subject_id, OLD.found_at)
     IS DISTINCT FROM (NEW.id, NEW.municipality_id, NEW.request_id, NEW.case_id, NEW.subject_id, NEW.found_at) THEN
    RAISE EXCEPTION 'A place stays what was found.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.outcome, OLD.ground, OLD.reason_locked, OLD.decided_at)
     IS NOT DISTINCT FROM (NEW.outcome, NEW.ground, NEW.reason_locked, NEW.decided_at) THEN
    -- It only follows its record to another compartment.
    NEW.compartment_id := found.compartment_id;
    RETURN NEW;
  END IF;
  IF handled IS DISTINCT FROM 'identified' THEN
    RAISE EXCEPTION 'Places are found and decided while the request is handled.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF found.case_id IS DISTINCT FROM NEW.case_id OR found.compartment_id IS DISTINCT FROM NEW.compartment_id THEN
    RAISE EXCEPTION 'A place is where its record lies.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER matching_place_kept BEFORE INSERT OR UPDATE ON matching_place
  FOR EACH ROW EXECUTE FUNCTION matching_keep_place();
CREATE TRIGGER matching_place_stays BEFORE DELETE ON matching_place
  FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();

-- For the data-protection officer only: per request and case how many places there are and what was decided, and the
-- ids under which those records stand in the processing log. Nothing of what they say comes out.
CREATE FUNCTION matching_request_counts(which uuid)
RETURNS TABLE (case_number text, places bigint, decided bigint, refused bigint, subjects uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  officer boolean := coalesce(
    'dpo' = ANY (string_to_array(nullif(current_setting('app.functions', true), ''), ',')), false);
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  IF NOT officer THEN
    RETURN;
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY
    SELECT b.number::text, count(*), count(*) FILTER (WHERE p.outcome <> ''),
           count(*) FILTER (WHERE p.outcome::text = 'refused'),
           array_agg(p.subject_id)
      FROM matching_place p JOIN problems_problem b ON b.id = p.case_id
     WHERE p.request_id = which AND p.municipality_id = here
     GROUP BY b.number ORDER BY b.number;
  PERFORM set_config('app.maintenance', before, true);
END $$;
