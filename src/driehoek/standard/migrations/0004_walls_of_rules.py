"""Row-level security for a municipality's own rules: who reads norms reads them, who keeps norms keeps them."""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
READERS = rls.holding("mayor", "deputy", "safety_adviser", "analyst", "team_chief", "prosecutor")
KEEPERS = rls.holding("mayor", "deputy", "safety_adviser")


class Migration(migrations.Migration):
    dependencies = [("standard", "0003_own_retyping_rule"), ("access", "0002_walls")]
    operations = [
        rls.by_condition(
            "standard_ownretypingrule",
            read=f"{HERE} AND ({READERS} OR {rls.SYSTEM})",
            write=f"{HERE} AND {KEEPERS}",
            change=f"{HERE} AND {KEEPERS}",
        )
    ]
