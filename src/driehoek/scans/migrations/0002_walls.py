"""Row-level security of area scans, and the triggers that keep a fixed scan as it is."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
READ = (
    f"{HERE} AND "
    f"{rls.holding('mayor', 'deputy', 'safety_adviser', 'prosecutor', 'team_chief', 'analyst')}"
)
WRITE = f"{HERE} AND {rls.holding('safety_adviser', 'analyst', 'team_chief')}"
# The sub-select is bound by the policy of the scans themselves.
IN_SCAN = "scan_id IN (SELECT s.id FROM scans_scan s)"
PARTS = ("scanarea", "session", "sessionorganisation", "finding", "priority", "priorityfinding")


class Migration(migrations.Migration):
    dependencies = [("scans", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_condition("scans_scan", read=READ, write=WRITE, change=WRITE),
        *(
            rls.by_condition(
                f"scans_{part}", read=f"{READ} AND {IN_SCAN}", write=f"{WRITE} AND {IN_SCAN}", change=WRITE
            )
            for part in PARTS
        ),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
