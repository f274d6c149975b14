"""Row-level security of cases, and what must not change."""

from django.db import migrations

from driehoek.access import rls
from driehoek.cases.walls import HERE, by_case

LEADS = f"{HERE} AND (case_id IN {rls.granted_problems(4)} OR {rls.SYSTEM})"
TAKES_PART = (
    "case_id IN (SELECT c.case_id FROM cases_compartment c"
    f" WHERE c.id IN {rls.granted_problems(1)})"
)
APPEND_ONLY = """
CREATE FUNCTION cases_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'This row of % does not change.', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER cases_move_stays BEFORE UPDATE OR DELETE ON cases_move
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_municipality("cases_processmodel"),
        by_case("cases_case", column="problem_id"),
        by_case("cases_move"),
        rls.by_condition(
            "cases_compartment",
            read=(
                f"{HERE} AND (id IN {rls.granted_problems(1)} OR case_id IN {rls.granted_problems(3)}"
                f" OR (kind::text IN ('shared') AND case_id IN {rls.granted_problems(1)}) OR {rls.SYSTEM})"
            ),
            write=LEADS,
            change=LEADS,
        ),
        rls.by_condition(
            "cases_participation",
            read=f"{HERE} AND (case_id IN {rls.granted_problems(3)} OR {TAKES_PART} OR {rls.SYSTEM})",
            write=LEADS,
            change=LEADS,
        ),
        migrations.RunSQL(APPEND_ONLY, reverse_sql=migrations.RunSQL.noop),
    ]
