"""Row-level security of measures, and what must not change."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.cases.walls import HERE, by_compartment, open_compartments

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
ADVISES = rls.holding("safety_adviser")
MAYOR = rls.holding("mayor", "deputy")


def _report(level: int) -> str:
    """Return who sees or changes a report: its sender, who sees its compartment; without a case the advisers."""
    return (
        f"{HERE} AND (sender_id IN {rls.OWN_ORGANISATIONS} OR (case_id IS NULL AND {ADVISES})"
        f" OR compartment_id IN {open_compartments(level)} OR {rls.SYSTEM})"
    )


# Its own policy closes the table of reports inside the sub-select as well.
OF_A_REPORT = f"{HERE} AND report_id IN (SELECT r.id FROM measures_policereport r)"
WRITES_REPORT = f"{HERE} AND report_id IN (SELECT r.id FROM measures_policereport r WHERE {_report(3)})"
CASE_READ = f"{HERE} AND (case_id IN {rls.granted_problems(1)} OR {rls.SYSTEM})"
# Who works on the case, and the mayor, who has the overview of it and decides.
CASE_WRITE = (
    f"{HERE} AND (case_id IN {rls.granted_problems(3)}"
    f" OR ({MAYOR} AND case_id IN {rls.granted_problems(1)}) OR {rls.SYSTEM})"
)
KEEPS_TEMPLATES = f"{HERE} AND ({rls.holding('safety_adviser', 'case_director')} OR {rls.SYSTEM})"


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0001_initial"),
        ("access", "0002_walls"),
        ("cases", "0002_walls"),
        ("subjects", "0002_walls"),
        ("grounds", "0002_walls"),
        ("deadlines", "0002_walls"),
    ]
    operations = [
        rls.by_condition("measures_policereport", read=_report(1), write=_report(3)),
        rls.by_condition("measures_reportedition", read=OF_A_REPORT, write=WRITES_REPORT),
        rls.by_condition("measures_reportquestion", read=OF_A_REPORT, write=WRITES_REPORT, change=WRITES_REPORT),
        rls.by_condition(
            "measures_reporttarget", read=HERE, write=f"{HERE} AND ({ADVISES} OR {MAYOR} OR {rls.SYSTEM})"
        ),
        rls.by_condition("measures_administrativemeasure", read=CASE_READ, write=CASE_WRITE),
        by_compartment("measures_measurefile"),
        rls.by_condition("measures_measurestep", read=CASE_READ, write=CASE_WRITE),
        rls.by_condition("measures_measureclock", read=CASE_READ, write=CASE_WRITE),
        by_compartment("measures_letter"),
        rls.by_condition("measures_lettertemplate", read=HERE, write=KEEPS_TEMPLATES),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
