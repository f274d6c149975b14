"""Row-level security for the calendar: who reads it, what only the driehoek sees, and files of one's own."""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
INSIDERS = rls.holding("mayor", "deputy", "safety_adviser", "prosecutor", "team_chief")
KEEPERS = rls.holding("mayor", "deputy", "safety_adviser", "team_chief")
READ = (
    f"{HERE} AND {rls.of_a_problem_or_none('problem')}"
    f" AND ({INSIDERS} OR ({rls.holding('analyst', 'case_director')} AND NOT confidential))"
)
WRITE = (
    f"{HERE} AND {rls.of_a_problem_or_none('problem')}"
    f" AND ({KEEPERS} OR ({rls.holding('analyst')} AND NOT confidential))"
)
# The sub-select is bound by the policies of the moments themselves.
OF_A_MOMENT = "moment_id IN (SELECT id FROM moments_moment)"
WRITERS = rls.holding("mayor", "deputy", "safety_adviser", "team_chief", "analyst")
OWN = f"{HERE} AND by_id = {rls.PERSON} AND {WRITERS}"
# A job of the municipality throws away what was offered and never read in.
OWN_OR_JOB = f"(({OWN}) OR ({HERE} AND {rls.SYSTEM}))"


class Migration(migrations.Migration):
    dependencies = [("moments", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_condition("moments_moment", read=READ, write=WRITE, change=WRITE),
        rls.by_condition("moments_momentarea", read=OF_A_MOMENT, write=f"{OF_A_MOMENT} AND {WRITERS}"),
        rls.by_condition("moments_momentimport", read=OWN_OR_JOB, write=OWN, change=OWN_OR_JOB),
    ]
