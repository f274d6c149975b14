"""An identity that SQL alone cannot claim, and the wall around grants and functions."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

HERE = Path(__file__).parent.parent
IN_MUNICIPALITY = f"municipality_id = {rls.MUNICIPALITY}"
# Who gives someone a function, or a substitute, makes someone of them.
MAY_APPOINT = f"{IN_MUNICIPALITY} AND ({rls.holding('admin')} OR {rls.SYSTEM})"


def _kept_by_administrators(table: str) -> tuple[str, ...]:
    return (
        f"DROP POLICY {table}_municipality ON {table}",
        f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({IN_MUNICIPALITY})",
        f"CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({MAY_APPOINT})",
        f"CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({MAY_APPOINT}) WITH CHECK ({MAY_APPOINT})",
        f"CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({MAY_APPOINT})",
    )


POLICIES = (
    *_kept_by_administrators("parties_appointment"),
    *_kept_by_administrators("parties_substitution"),
    # No policy lets anyone insert or delete a grant: that is for the functions of the owner.
    "DROP POLICY access_grant_municipality ON access_grant",
    f"CREATE POLICY access_grant_read ON access_grant FOR SELECT USING ({IN_MUNICIPALITY})",
    f"CREATE POLICY access_grant_update ON access_grant FOR UPDATE USING ({IN_MUNICIPALITY})",
)


class Migration(migrations.Migration):
    dependencies = [("access", "0003_grant_power"), ("ledger", "0005_seal")]
    operations = [
        migrations.RunSQL((HERE / name).read_text(encoding="utf-8"), reverse_sql=migrations.RunSQL.noop)
        for name in ("sealed.sql", "grants.sql")
    ] + [
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL("SELECT access_seal_readers()", reverse_sql=migrations.RunSQL.noop),
    ]
