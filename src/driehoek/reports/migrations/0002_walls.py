"""Row-level security for reports, and the triggers that keep what was sent and fixed as it is.

A supplier's organisation sees and writes its own reports; the adviser and the deputy check what was sent; the mayor
and the analyst see what is fixed. A draft is for who writes it.
"""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
PROBLEM = rls.of_a_problem_or_none()
KEEPERS = rls.holding("mayor", "deputy", "safety_adviser")
CHECKERS = rls.holding("deputy", "safety_adviser")
ADVISER = rls.holding("safety_adviser")
READERS = rls.holding("mayor", "deputy", "safety_adviser", "analyst")
SUPPLIERS = rls.holding("team_chief", "prosecutor", "case_director", "partner")
OWN = f"({SUPPLIERS} AND supplier_id IN {rls.OWN_ORGANISATIONS})"
WRITTEN_HERE = f"({ADVISER} AND on_behalf AND author_id = ANY ({rls.PERSONS}::uuid[]))"

SEEN = (
    f"{HERE} AND {PROBLEM} AND ({OWN} OR {WRITTEN_HERE} OR ({CHECKERS} AND state <> 'draft')"
    f" OR ({READERS} AND state = 'fixed'))"
)
WRITTEN = f"{HERE} AND {PROBLEM} AND ((({OWN} OR {ADVISER}) AND state::text IN ('draft', 'returned', 'sent')) OR {CHECKERS})"
# One look at the report behind a row: its own wall stands in it too. EXISTS lets a page with a few rows look each of
# them up by key instead of reading every report there is.
OF_REPORT = "EXISTS (SELECT 1 FROM reports_report r WHERE r.id = report_id)"
# Questions and answers are between the supplier and who checks.
BETWEEN_THEM = (
    f"EXISTS (SELECT 1 FROM reports_report r WHERE r.id = report_id AND ({CHECKERS}"
    f" OR ({SUPPLIERS} AND r.supplier_id IN {rls.OWN_ORGANISATIONS})))"
)
CHOSEN = f"{HERE} AND {PROBLEM} AND ({rls.holding('mayor', 'deputy', 'safety_adviser', 'analyst', 'dpo')} OR {OWN})"
OF_CHOICE = "choice_id IN (SELECT c.id FROM reports_formofagreement c)"
KEPT = f"{HERE} AND {KEEPERS}"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition("reports_form", read=HERE, write=KEPT, change=KEPT),
        rls.by_condition(
            "reports_formofagreement", read=CHOSEN, write=f"{KEPT} AND {PROBLEM}", change=f"{KEPT} AND {PROBLEM}"
        ),
        rls.by_condition(
            "reports_formindicator",
            read=f"{HERE} AND {OF_CHOICE}",
            write=f"{KEPT} AND {OF_CHOICE}",
            change=f"{KEPT} AND {OF_CHOICE}",
        ),
        rls.by_condition("reports_report", read=SEEN, write=WRITTEN, change=WRITTEN),
        rls.by_condition(
            "reports_section", read=f"{HERE} AND {OF_REPORT}", write=f"{HERE} AND {OF_REPORT}"
        ),
        rls.by_condition("reports_figure", read=f"{HERE} AND {OF_REPORT}", write=f"{HERE} AND {OF_REPORT}"),
        rls.by_condition("reports_flag", read=f"{HERE} AND {OF_REPORT}", write=f"{HERE} AND {OF_REPORT}"),
        rls.by_condition(
            "reports_remark", read=f"{HERE} AND {BETWEEN_THEM}", write=f"{HERE} AND {BETWEEN_THEM}"
        ),
    ]
