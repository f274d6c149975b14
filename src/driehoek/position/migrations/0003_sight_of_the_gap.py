"""Two sights that the gap needs: due dates for whoever reads the position, the need for who agreed to supply it."""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
# Mayor, deputy and adviser see every due date already; analyst and officer read those of deliveries only.
DELIVERIES_DUE = (
    f"{HERE} AND kind = 'position.delivery' AND {rls.of_a_problem_or_none('problem')}"
    f" AND {rls.holding('analyst', 'dpo')}"
)
# A need may name no partner, or another one; who made an agreement on it reads it too.
AGREED_WITH_OWN = (
    f"{HERE} AND {rls.of_a_problem_or_none()}"
    f" AND id IN (SELECT a.need_id FROM position_agreement a WHERE a.supplier_id IN {rls.OWN_ORGANISATIONS})"
)


def policy(table: str, name: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY {table}_{name} ON {table} FOR SELECT USING ({condition})",
        reverse_sql=f"DROP POLICY {table}_{name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("position", "0002_walls"), ("deadlines", "0002_walls")]
    operations = [
        policy("deadlines_deadline", "of_deliveries", DELIVERIES_DUE),
        policy("position_need", "supplied", AGREED_WITH_OWN),
    ]
