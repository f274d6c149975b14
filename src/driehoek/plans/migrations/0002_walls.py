"""Row-level security of plans, reports and editions, and the triggers that keep what was fixed.

The driehoek and the analyst read; who keeps the position writes. Anyone else sees the actions of an own
organisation once they were agreed on, with the goal and the plan that these belong to, and nothing more.
"""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
KEEPS = rls.holding("mayor", "deputy", "safety_adviser")
READS = rls.holding("mayor", "deputy", "safety_adviser", "prosecutor", "team_chief", "analyst")
OWN = f"(agreed_at IS NOT NULL AND owner_id IN {rls.OWN_ORGANISATIONS})"
KEEP = f"{HERE} AND ({KEEPS} OR {rls.SYSTEM})"
READ = f"{HERE} AND ({READS} OR {rls.SYSTEM})"
# The action's own wall stands in these sub-selects too, so that only the own ones count.
PLAN = f"{HERE} AND ({READS} OR {rls.SYSTEM} OR id IN (SELECT a.plan_id FROM plans_action a))"
GOAL = f"{HERE} AND ({READS} OR {rls.SYSTEM} OR id IN (SELECT a.goal_id FROM plans_action a))"
ACTION = f"{HERE} AND ({READS} OR {rls.SYSTEM} OR {OWN})"
CHANGES = f"{HERE} AND ({KEEPS} OR {rls.SYSTEM} OR {OWN})"
OF_ACTION = f"{HERE} AND action_id IN (SELECT a.id FROM plans_action a)"


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition("plans_plan", read=PLAN, write=KEEP, change=KEEP),
        rls.by_condition("plans_goal", read=GOAL, write=KEEP, change=KEEP),
        rls.by_condition("plans_action", read=ACTION, write=CHANGES, change=CHANGES),
        rls.by_condition("plans_actionstep", read=OF_ACTION, write=OF_ACTION, change="false"),
        rls.by_condition("plans_quarterlyreport", read=READ, write=KEEP, change=KEEP),
        # A draft is for those who write it; the others read what was fixed.
        rls.by_condition("plans_reportpart", read=KEEP, write=KEEP, change=KEEP),
        rls.by_condition("plans_edition", read=READ, write=KEEP, change="false"),
    ]
