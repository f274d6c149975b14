"""Row-level security of how a case goes and ends, and what must not change."""

from django.db import migrations

from driehoek.access import rls
from driehoek.cases.walls import HERE, by_case, by_compartment

TAKES_PART = (
    "case_id IN (SELECT c.case_id FROM cases_compartment c"
    f" WHERE c.kind::text IN ('shared') AND c.id IN {rls.granted_problems(1)})"
)
WORKS = f"case_id IN {rls.granted_problems(3)}"
PUTS_IN = (
    "case_id IN (SELECT c.case_id FROM cases_compartment c"
    f" WHERE c.kind::text IN ('shared') AND c.id IN {rls.granted_problems(3)})"
)
GUARDS = """
CREATE FUNCTION course_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'This row of % does not change any more.', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER course_cooperation_stays BEFORE UPDATE OR DELETE ON course_cooperation
  FOR EACH ROW EXECUTE FUNCTION course_stays();
CREATE TRIGGER course_scaledown_stays BEFORE UPDATE OR DELETE ON course_scaledown
  FOR EACH ROW WHEN (OLD.announced_at IS NOT NULL) EXECUTE FUNCTION course_stays();
CREATE TRIGGER course_evaluation_stays BEFORE UPDATE OR DELETE ON course_evaluation
  FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL) EXECUTE FUNCTION course_stays();
CREATE TRIGGER course_scoring_stays BEFORE UPDATE OR DELETE ON course_scoring
  FOR EACH ROW WHEN (OLD.scored_at IS NOT NULL) EXECUTE FUNCTION course_stays();

-- A goal belongs to its evaluation: once that is settled, none is added, changed or taken away.
CREATE FUNCTION course_goal_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM course_evaluation e
             WHERE e.case_id = coalesce(NEW.case_id, OLD.case_id) AND e.settled_at IS NOT NULL) THEN
    RAISE EXCEPTION 'The evaluation is settled.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER course_goal_stays BEFORE INSERT OR UPDATE OR DELETE ON course_goalresult
  FOR EACH ROW EXECUTE FUNCTION course_goal_guard();

-- Life domains are those of a person, in the compartment where that person's record lies.
CREATE FUNCTION course_scoring_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM subjects_subject s WHERE s.id = NEW.subject_id AND s.kind::text = 'person'
                 AND s.compartment_id = NEW.compartment_id AND s.municipality_id = NEW.municipality_id) THEN
    RAISE EXCEPTION 'A scoring is of a person in their own compartment.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER course_scoring_place BEFORE INSERT OR UPDATE OF subject_id, compartment_id ON course_scoring
  FOR EACH ROW EXECUTE FUNCTION course_scoring_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("course", "0001_initial"), ("cases", "0002_walls"), ("subjects", "0001_initial")]
    operations = [
        by_compartment("course_scoring"),
        by_case("course_scaledown"),
        by_case("course_evaluation"),
        by_case("course_goalresult"),
        rls.by_condition(
            "course_restaction",
            read=f"{HERE} AND (case_id IN {rls.granted_problems(1)} OR {rls.SYSTEM})",
            write=f"{HERE} AND ({WORKS} OR {PUTS_IN} OR {rls.SYSTEM})",
            change=f"{HERE} AND ({WORKS} OR {PUTS_IN} OR {rls.SYSTEM})",
        ),
        # What a participant says is theirs to write, for themselves and once; the others in the case read it.
        rls.by_condition(
            "course_cooperation",
            read=f"{HERE} AND ({WORKS} OR {TAKES_PART} OR {rls.SYSTEM})",
            write=f"{HERE} AND ({TAKES_PART} AND person_id = {rls.PERSON} OR {rls.SYSTEM})",
        ),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
    ]
