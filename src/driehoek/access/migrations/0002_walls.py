"""Identity functions, and row-level security for the tables of the floor that access closes."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

HERE = Path(__file__).parent.parent
IDENTITY = (HERE / "identity.sql").read_text(encoding="utf-8")
VERIFY = (HERE.parent / "ledger" / "verify.sql").read_text(encoding="utf-8")
IN_MUNICIPALITY = f"municipality_id = {rls.MUNICIPALITY}"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("ledger", "0002_chain"), ("parties", "0001_initial")]
    operations = [
        migrations.RunSQL(IDENTITY, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(VERIFY, reverse_sql=migrations.RunSQL.noop),
        rls.by_municipality("parties_municipality", column="id"),
        rls.by_municipality("parties_organisation"),
        rls.by_municipality("parties_appointment"),
        rls.by_municipality("parties_substitution"),
        rls.by_municipality("access_grant"),
        rls.by_municipality("ledger_head"),
        rls.by_municipality("ledger_root"),
        rls.by_condition(
            "ledger_event",
            read=f"{IN_MUNICIPALITY} AND (problem IS NULL OR problem IN {rls.granted_problems(1)})",
            write=IN_MUNICIPALITY,
        ),
        # The processing log is about people: only the data-protection officer reads it.
        rls.by_condition(
            "ledger_processingrecord",
            read=f"{IN_MUNICIPALITY} AND 'dpo' = ANY ({rls.FUNCTIONS}::text[])",
            write=IN_MUNICIPALITY,
        ),
    ]
