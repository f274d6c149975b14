-- What holds a case to its process model, whoever writes: a stage changes only with a row in cases_move, and a move
-- exists in the model's table.

-- A move takes the case along in the same statement. The first row of a case says where it began. __LEADS__ is true for
-- who leads the problem of the case, __SYSTEM__ for a job.
CREATE FUNCTION cases_take_move() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  standing text;
  process jsonb;
  phase_after text;
  who_may text;
BEGIN
  SELECT c.stage, m.data INTO standing, process FROM cases_case c JOIN cases_processmodel m ON m.id = c.model_id
   WHERE c.problem_id = NEW.case_id AND c.municipality_id = NEW.municipality_id FOR UPDATE OF c;
  IF standing IS NULL THEN
    RAISE EXCEPTION 'There is no such case here.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.before = '' THEN
    IF NEW.after <> standing OR EXISTS (SELECT 1 FROM cases_move m WHERE m.case_id = NEW.case_id) THEN
      RAISE EXCEPTION 'A case begins once.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  SELECT coalesce(min(s ->> 'who'), '') INTO who_may FROM jsonb_array_elements(process -> 'moves') s
   WHERE s ->> 'from' = NEW.before AND s ->> 'to' = NEW.after;
  SELECT s ->> 'phase' INTO phase_after FROM jsonb_array_elements(process -> 'states') s WHERE s ->> 'key' = NEW.after;
  IF NEW.before <> standing OR who_may = '' OR phase_after IS NULL THEN
    RAISE EXCEPTION 'The process model knows no such move from here.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (who_may = 'lead' OR jsonb_array_length(NEW.overruled) > 0) AND NOT (__LEADS__ OR __SYSTEM__) THEN
    RAISE EXCEPTION 'Only who leads the case makes this move.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF jsonb_array_length(NEW.overruled) > 0 AND NEW.reason = '' THEN
    RAISE EXCEPTION 'What was not met is passed over only with a reason.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_case SET stage = NEW.after, phase = phase_after, stage_since = NEW.moved_at, version = version + 1
   WHERE problem_id = NEW.case_id;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_move_taken BEFORE INSERT ON cases_move FOR EACH ROW EXECUTE FUNCTION cases_take_move();

CREATE FUNCTION cases_keep_stage() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.stage, NEW.phase, NEW.stage_since) IS DISTINCT FROM (OLD.stage, OLD.phase, OLD.stage_since)
     AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'The stage of a case changes only by a move.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.problem_id, NEW.municipality_id, NEW.opened_at)
     IS DISTINCT FROM (OLD.problem_id, OLD.municipality_id, OLD.opened_at) THEN
    RAISE EXCEPTION 'A case stays with its problem.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.model_id <> OLD.model_id AND NOT EXISTS (
      SELECT 1 FROM cases_processmodel m, jsonb_array_elements(m.data -> 'states') s
       WHERE m.id = NEW.model_id AND m.municipality_id = NEW.municipality_id
         AND s ->> 'key' = NEW.stage AND s ->> 'phase' = NEW.phase) THEN
    RAISE EXCEPTION 'That version does not have the state of this case.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_case_stage BEFORE UPDATE ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_keep_stage();

CREATE TRIGGER cases_admission_stays BEFORE UPDATE OR DELETE ON cases_admission
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();

-- A version of a process model never changes; it only ends, once.
CREATE FUNCTION cases_keep_model() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL OR to_jsonb(NEW) - 'ended_at' <> to_jsonb(OLD) - 'ended_at' THEN
    RAISE EXCEPTION 'A version of a process model does not change.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_model_stays BEFORE UPDATE OR DELETE ON cases_processmodel
  FOR EACH ROW EXECUTE FUNCTION cases_keep_model();

-- Whether personal data of a partner may enrich a case now (CX03): a source that runs, under a covenant in force with a
-- DPIA that holds. `partner` NULL asks whether any partner's may. The same as cases.queries.gate.enriching_allowed.
CREATE FUNCTION cases_enriching_allowed(which uuid, partner uuid DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  today date := (statement_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date;
BEGIN
  RETURN EXISTS (SELECT 1 FROM grounds_source s JOIN grounds_covenant c ON c.id = s.covenant_id
    WHERE s.problem_id = which AND s.ended_at IS NULL AND (partner IS NULL OR s.organisation_id = partner)
      AND (c.ended_on IS NULL OR c.ended_on > today) AND today BETWEEN c.valid_from AND c.valid_until
      AND c.dpia_on <= today AND (c.dpia_review_by IS NULL OR today <= c.dpia_review_by));
END $$;

-- How many parties take part in cases of which the acting person has an overview: a number and nothing else, for who
-- sees the approach and not the people (CX10).
CREATE FUNCTION cases_partner_counts(which uuid[]) RETURNS TABLE (case_id uuid, partners bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT p.case_id, count(DISTINCT p.organisation_id) FROM cases_participation p
    WHERE p.case_id = ANY (which) AND p.ended_at IS NULL AND p.until > statement_timestamp()
      AND p.case_id IN __SEEN__ GROUP BY p.case_id;
  PERFORM set_config('app.maintenance', before, true);
END $$;
