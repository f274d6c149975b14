"""Row-level security for norms: readers of figures see them, who keeps the position sets them.

Whether an agreement is kept on time is seen by those who keep watch over it, as with its deadlines.
"""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
READERS = rls.holding("mayor", "deputy", "safety_adviser", "analyst", "team_chief", "prosecutor")
KEEPERS = rls.holding("mayor", "deputy", "safety_adviser")
KEEP = f"{HERE} AND ({KEEPERS} OR {rls.SYSTEM})"
SEEN = f"{HERE} AND ({KEEPERS} OR {rls.SYSTEM} OR (agreement_id IS NULL AND {READERS}))"
# The norm's own wall stands in this sub-select too.
WITH_NORM = f"{HERE} AND norm_id IN (SELECT n.id FROM standard_norm n)"


class Migration(migrations.Migration):
    dependencies = [("standard", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_condition("standard_norm", read=SEEN, write=KEEP, change=KEEP),
        rls.by_condition("standard_normrevision", read=WITH_NORM, write=KEEP, change="false"),
        rls.by_condition("standard_dismissal", read=WITH_NORM, write=KEEP, change=KEEP),
    ]
