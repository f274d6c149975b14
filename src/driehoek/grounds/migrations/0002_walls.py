"""Row-level security for decisions, rules and approvals, and what the database refuses of them.

A judgement is for the organisation whose judgement it is; the data-protection officer reads them all, as codes.
"""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
OWN = f"{HERE} AND (organisation_id IN {rls.OWN_ORGANISATIONS} OR {rls.holding('dpo')} OR {rls.SYSTEM})"
# Nobody needs to be hidden from the law; but whoever reads it is someone here.
SOMEONE = f"{rls.MUNICIPALITY} IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("grounds", "0001_initial"), ("access", "0002_walls"), ("ledger", "0005_seal")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition("grounds_ruletext", read=SOMEONE, write=SOMEONE, change="false"),
        rls.by_condition("grounds_decision", read=OWN, write=OWN, change="false"),
        rls.by_condition("grounds_approvalrecord", read=OWN, write=OWN),
    ]
