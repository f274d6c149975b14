"""Row-level security for keys: everyone their own, the administrator all of the municipality; calls are nobody's."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
HOLDERS = rls.holding("team_chief", "prosecutor", "case_director", "partner", "safety_adviser", "analyst")
OWN = f"{HERE} AND person_id = {rls.PERSON}"
OWN_OR_ADMIN = f"{HERE} AND (person_id = {rls.PERSON} OR {rls.holding('admin')})"
# The sub-select is bound by the policy of the keys themselves.
OF_OWN_KEY = f"{HERE} AND key_id IN (SELECT id FROM api_apikey WHERE person_id = {rls.PERSON})"


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_condition(
            "api_apikey",
            read=OWN_OR_ADMIN,
            write=f"({OWN} AND {HOLDERS}) OR ({HERE} AND revoked_at IS NOT NULL)",
            change=OWN_OR_ADMIN,
        ),
        rls.by_condition("api_apicall", read="false", write="false"),
        rls.by_condition("api_once", read=OF_OWN_KEY, write=OF_OWN_KEY),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
