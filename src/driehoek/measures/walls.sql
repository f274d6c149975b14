-- What the database holds of measures against anyone: a step is allowed or it is not there, what was decided stands
-- still, nothing is executed before decision and announcement unless in a hurry, and what was sent stays as it was sent.

CREATE FUNCTION measures_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what stands there stays.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER measures_edition_stays BEFORE UPDATE OR DELETE ON measures_reportedition
  FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_step_stays BEFORE UPDATE OR DELETE ON measures_measurestep
  FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_letter_stays BEFORE UPDATE OR DELETE ON measures_letter
  FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_kept BEFORE DELETE ON measures_policereport
  FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_kept BEFORE DELETE ON measures_reportquestion
  FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_kept BEFORE DELETE ON measures_administrativemeasure
  FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_kept BEFORE DELETE ON measures_measurefile
  FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_kept BEFORE DELETE ON measures_measureclock
  FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_kept BEFORE DELETE ON measures_lettertemplate
  FOR EACH ROW EXECUTE FUNCTION measures_stays();

CREATE FUNCTION measures_guard_template() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL
     OR (OLD.id, OLD.municipality_id, OLD.kind, OLD.number, OLD.body, OLD.digest, OLD.made_by_id, OLD.made_at)
        IS DISTINCT FROM
        (NEW.id, NEW.municipality_id, NEW.kind, NEW.number, NEW.body, NEW.digest, NEW.made_by_id, NEW.made_at) THEN
    RAISE EXCEPTION 'A template stays as it was made, and ends once.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER measures_guard BEFORE UPDATE ON measures_lettertemplate
  FOR EACH ROW EXECUTE FUNCTION measures_guard_template();

-- Whether a compartment is one of a case; asked as the owner, so that a closed compartment is no way around.
CREATE FUNCTION measures_lies_in(compartment uuid, of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT EXISTS (SELECT 1 FROM cases_compartment c WHERE c.id = compartment AND c.case_id = of_case) INTO found;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

CREATE FUNCTION measures_guard_report() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.case_id IS NOT NULL AND NOT measures_lies_in(NEW.compartment_id, NEW.case_id) THEN
    RAISE EXCEPTION 'A report lies in a compartment of its own case.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.sender_id, OLD.filed_by_id, OLD.reference, OLD.found_on, OLD.received_at, OLD.key)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.sender_id, NEW.filed_by_id, NEW.reference, NEW.found_on, NEW.received_at, NEW.key)
  THEN
    RAISE EXCEPTION 'What a report is does not change; a correction is the next edition.';
  END IF;
  IF OLD.case_id IS NOT NULL AND NEW.case_id IS DISTINCT FROM OLD.case_id THEN
    RAISE EXCEPTION 'A report stays in its case.';
  END IF;
  IF OLD.decided_on IS NOT NULL AND NEW.decided_on IS DISTINCT FROM OLD.decided_on THEN
    RAISE EXCEPTION 'The day of the decision stays.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER measures_guard BEFORE INSERT OR UPDATE ON measures_policereport
  FOR EACH ROW EXECUTE FUNCTION measures_guard_report();

CREATE FUNCTION measures_guard_question() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.answer_id IS NOT NULL
     OR (OLD.id, OLD.municipality_id, OLD.report_id, OLD.fields, OLD.words_locked, OLD.asked_by_id, OLD.asked_at)
        IS DISTINCT FROM
        (NEW.id, NEW.municipality_id, NEW.report_id, NEW.fields, NEW.words_locked, NEW.asked_by_id, NEW.asked_at) THEN
    RAISE EXCEPTION 'A question stays as it was asked, and is answered once.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER measures_guard BEFORE UPDATE ON measures_reportquestion
  FOR EACH ROW EXECUTE FUNCTION measures_guard_question();

-- A step goes on from where its track stands; what only the mayor does, only the mayor does.
CREATE FUNCTION measures_guard_step() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m measures_administrativemeasure;
  stands text;
  functions text[] := string_to_array(coalesce(current_setting('app.functions', true), ''), ',');
BEGIN
  SELECT * INTO m FROM measures_administrativemeasure a WHERE a.id = NEW.measure_id;
  IF m.id IS NULL OR m.case_id <> NEW.case_id OR m.municipality_id <> NEW.municipality_id THEN
    RAISE EXCEPTION 'A step is about a measure of the same case.';
  END IF;
  IF NEW.step = 'created' THEN
    RETURN NEW;
  END IF;
  stands := CASE NEW.track WHEN 'main' THEN m.state WHEN 'objection' THEN m.objection WHEN 'relief' THEN m.relief END;
  IF stands IS DISTINCT FROM NEW.before THEN
    RAISE EXCEPTION 'The measure stands at %, not at %.', stands, NEW.before;
  END IF;
  IF (NEW.step IN ('decide', 'refuse', 'send_back', 'prolong', 'withdraw')
      OR NEW.after IN ('decided', 'withdrawn')) AND NOT functions && ARRAY['mayor', 'deputy'] THEN
    RAISE EXCEPTION 'Only the mayor takes this step.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER measures_guard BEFORE INSERT ON measures_measurestep
  FOR EACH ROW EXECUTE FUNCTION measures_guard_step();

-- Whether the newest step of a track led from one state to the other.
CREATE FUNCTION measures_stepped(measure uuid, of_track text, from_state text, to_state text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce((SELECT s.before = from_state AND s.after = to_state FROM measures_measurestep s
                    WHERE s.measure_id = measures_stepped.measure AND s.track = of_track
                    ORDER BY s.taken_at DESC, s.id DESC LIMIT 1), false)
$$;

CREATE FUNCTION measures_guard_measure() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF (NEW.state, NEW.objection, NEW.relief) IS DISTINCT FROM ('prepared', 'none', 'none')
       OR NEW.decided_on IS NOT NULL OR NEW.announced_on IS NOT NULL OR NEW.executed_on IS NOT NULL THEN
      RAISE EXCEPTION 'A measure begins in preparation.';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.case_id, OLD.made_by_id, OLD.made_at, OLD.key)
     IS DISTINCT FROM (NEW.id, NEW.municipality_id, NEW.case_id, NEW.made_by_id, NEW.made_at, NEW.key) THEN
    RAISE EXCEPTION 'Whose measure it is does not change.';
  END IF;
  IF (OLD.state <> NEW.state AND NOT measures_stepped(NEW.id, 'main', OLD.state, NEW.state))
     OR (OLD.objection <> NEW.objection AND NOT measures_stepped(NEW.id, 'objection', OLD.objection, NEW.objection))
     OR (OLD.relief <> NEW.relief AND NOT measures_stepped(NEW.id, 'relief', OLD.relief, NEW.relief)) THEN
    RAISE EXCEPTION 'A measure moves with a step, or not at all.';
  END IF;
  IF OLD.state <> 'asked' AND NEW.state = 'asked' AND NEW.uses_police_data
     AND NOT coalesce(grounds_allows(NEW.decision, 'measures.measure', NEW.id), false) THEN
    RAISE EXCEPTION 'A measure on data of police or prosecution needs a legal judgement of today that allows it.';
  END IF;
  IF OLD.state IN ('asked', 'decided', 'announced', 'in_force', 'ended', 'withdrawn', 'dropped')
     AND (OLD.kind, OLD.title, OLD.uses_police_data, OLD.decision, OLD.begins_on, OLD.area_id, OLD.report_id)
         IS DISTINCT FROM
         (NEW.kind, NEW.title, NEW.uses_police_data, NEW.decision, NEW.begins_on, NEW.area_id, NEW.report_id) THEN
    RAISE EXCEPTION 'What was put to the mayor stands still.';
  END IF;
  IF OLD.state IN ('decided', 'announced', 'in_force', 'ended', 'withdrawn', 'dropped')
     AND (OLD.decided_on IS DISTINCT FROM NEW.decided_on OR OLD.urgent_words IS DISTINCT FROM NEW.urgent_words) THEN
    RAISE EXCEPTION 'What was decided stands still.';
  END IF;
  IF OLD.ends_on IS DISTINCT FROM NEW.ends_on AND OLD.state IN ('decided', 'announced', 'ended', 'withdrawn') THEN
    RAISE EXCEPTION 'The end of a decision moves only when it is prolonged.';
  END IF;
  IF OLD.ends_on IS DISTINCT FROM NEW.ends_on AND OLD.state = 'in_force' AND NEW.prolonged <> OLD.prolonged + 1 THEN
    RAISE EXCEPTION 'The end of a decision moves only when it is prolonged.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER measures_guard BEFORE INSERT OR UPDATE ON measures_administrativemeasure
  FOR EACH ROW EXECUTE FUNCTION measures_guard_measure();

-- The reasons of a decision stand still once it is taken; the address of a person may change after.
CREATE FUNCTION measures_guard_file() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m measures_administrativemeasure;
BEGIN
  SELECT * INTO m FROM measures_administrativemeasure a WHERE a.id = NEW.measure_id;
  IF m.id IS NULL OR NOT measures_lies_in(NEW.compartment_id, m.case_id) THEN
    RAISE EXCEPTION 'The file of a measure lies in a compartment of its own case.';
  END IF;
  IF NEW.subject_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM subjects_subject s WHERE s.id = NEW.subject_id AND s.case_id = m.case_id) THEN
    RAISE EXCEPTION 'Whom a measure concerns is a record of its own case.';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.measure_id, OLD.municipality_id, OLD.compartment_id)
       IS DISTINCT FROM (NEW.measure_id, NEW.municipality_id, NEW.compartment_id) THEN
    RAISE EXCEPTION 'A file stays where it lies.';
  END IF;
  IF TG_OP = 'UPDATE' AND m.decided_on IS NOT NULL
     AND (OLD.place_locked, OLD.grounds_locked, OLD.views_locked, OLD.subject_id)
         IS DISTINCT FROM (NEW.place_locked, NEW.grounds_locked, NEW.views_locked, NEW.subject_id) THEN
    RAISE EXCEPTION 'The reasons of a decision stand still.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER measures_guard BEFORE INSERT OR UPDATE ON measures_measurefile
  FOR EACH ROW EXECUTE FUNCTION measures_guard_file();

CREATE FUNCTION measures_guard_letter() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m measures_administrativemeasure;
BEGIN
  SELECT * INTO m FROM measures_administrativemeasure a WHERE a.id = NEW.measure_id;
  IF m.id IS NULL OR NOT measures_lies_in(NEW.compartment_id, m.case_id) THEN
    RAISE EXCEPTION 'A letter lies in a compartment of its own case.';
  END IF;
  IF NOT NEW.concept AND m.decided_on IS NULL THEN
    RAISE EXCEPTION 'Before the decision a letter is a concept.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER measures_letter_guard BEFORE INSERT ON measures_letter
  FOR EACH ROW EXECUTE FUNCTION measures_guard_letter();

-- What a measure does to the report that it came from is told to the sender, who may not see the measure; and by the
-- mayor, who may not see the report.
CREATE FUNCTION measures_tell_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  told text := CASE WHEN NEW.state IN ('intended', 'heard', 'asked', 'returned') THEN 'intention'
                    WHEN NEW.state IN ('decided', 'announced', 'in_force') THEN 'decided'
                    WHEN NEW.state = 'dropped' THEN 'closed' END;
BEGIN
  IF NEW.report_id IS NULL OR told IS NULL OR NEW.state = OLD.state THEN
    RETURN NULL;
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  UPDATE measures_policereport r
     SET state = told, version = r.version + 1,
         decided_on = coalesce(r.decided_on, CASE WHEN told IN ('decided', 'closed')
                               THEN greatest(coalesce(NEW.decided_on, NEW.over_on), r.found_on) END)
   WHERE r.id = NEW.report_id AND r.municipality_id = NEW.municipality_id AND r.case_id = NEW.case_id
     AND (r.state, told) NOT IN (('decided', 'intention'), ('decided', 'closed')) AND r.state <> told;
  UPDATE deadlines_deadline d SET state = 'met', met_at = statement_timestamp()
    FROM measures_policereport r
   WHERE r.id = NEW.report_id AND r.deadline_id = d.id AND d.state = 'open' AND told IN ('decided', 'closed');
  PERFORM set_config('app.maintenance', before, true);
  RETURN NULL;
END $$;
CREATE TRIGGER measures_tell AFTER UPDATE ON measures_administrativemeasure
  FOR EACH ROW EXECUTE FUNCTION measures_tell_report();
