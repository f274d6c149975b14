"""Row-level security for the lists of cases that are always shared: for their two parties and nobody else."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "standing.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
# The organisations for which the acting person takes part in the exchange (exchange.parties.home_of).
HOME = "(SELECT exchange_home())"
PARTY = f"(giver_id = ANY ({HOME}::uuid[]) OR recipient_id = ANY ({HOME}::uuid[]))"
# Its own wall stands in this look at the edition.
OF_LIST = "standing_list_id IN (SELECT l.id FROM exchange_standinglist l)"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_planned_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition("exchange_standinglist", read=f"{HERE} AND {PARTY}", write=f"{HERE} AND {PARTY}"),
        rls.by_condition(
            "exchange_standingcase", read=f"{HERE} AND {OF_LIST}", write=f"{HERE} AND {OF_LIST}"
        ),
    ]
