"""Row-level security of barrier models: the municipality's own for who reads figures, a case's for who sees the case.

How a barrier stood, and since when, does not change; what is taken away stays with its history.
"""

from django.db import migrations

from driehoek.access import rls
from driehoek.cases.walls import HERE

MAKERS = rls.holding("safety_adviser", "analyst", "case_director")
READERS = rls.holding(
    "mayor", "deputy", "safety_adviser", "analyst", "team_chief", "prosecutor", "case_director"
)
READ = (
    f"{HERE} AND ({rls.SYSTEM} OR (case_id IS NULL AND {READERS}) OR case_id IN {rls.granted_problems(1)})"
)
WRITE = f"{HERE} AND ({rls.SYSTEM} OR ({MAKERS} AND (case_id IS NULL OR case_id IN {rls.granted_problems(3)})))"
# The wall of the model stands in each look at it.
MAY_WRITE = f"{MAKERS} AND (m.case_id IS NULL OR m.case_id IN {rls.granted_problems(3)})"


def within(look: str) -> tuple[str, str]:
    """Return the conditions to read and to write for rows below a model; `look` leads from the row to it."""
    read = f"{HERE} AND ({rls.SYSTEM} OR EXISTS ({look}))"
    write = f"{HERE} AND ({rls.SYSTEM} OR EXISTS ({look} AND {MAY_WRITE}))"
    return read, write


STEP = within("SELECT 1 FROM barriers_barriermodel m WHERE m.id = model_id")
ELEMENT = within(
    "SELECT 1 FROM barriers_step s JOIN barriers_barriermodel m ON m.id = s.model_id WHERE s.id = step_id"
)
CHANGE = within(
    "SELECT 1 FROM barriers_element e JOIN barriers_step s ON s.id = e.step_id"
    " JOIN barriers_barriermodel m ON m.id = s.model_id WHERE e.id = element_id"
)
STAYS = """
CREATE FUNCTION barriers_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'How a barrier stood does not change.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER barriers_statuschange_stays BEFORE UPDATE OR DELETE ON barriers_statuschange
  FOR EACH ROW EXECUTE FUNCTION barriers_stays();

-- A model stays where it is: what a case made of it is not carried to another case or to everyone.
CREATE FUNCTION barriers_keeps_case() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.case_id IS DISTINCT FROM NEW.case_id OR OLD.municipality_id <> NEW.municipality_id THEN
    RAISE EXCEPTION 'A barrier model stays with its case.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER barriers_model_stays BEFORE UPDATE ON barriers_barriermodel
  FOR EACH ROW EXECUTE FUNCTION barriers_keeps_case();
"""


class Migration(migrations.Migration):
    dependencies = [("barriers", "0001_initial"), ("access", "0002_walls"), ("cases", "0002_walls")]
    operations = [
        migrations.RunSQL(STAYS, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition("barriers_barriermodel", read=READ, write=WRITE, change=WRITE),
        rls.by_condition("barriers_step", read=STEP[0], write=STEP[1], change=STEP[1]),
        rls.by_condition("barriers_element", read=ELEMENT[0], write=ELEMENT[1], change=ELEMENT[1]),
        rls.by_condition("barriers_statuschange", read=CHANGE[0], write=CHANGE[1], change=CHANGE[1]),
    ]
