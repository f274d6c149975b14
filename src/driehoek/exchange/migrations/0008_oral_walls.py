"""Row-level security for what was told: the answer for both sides, the incident for the officer and who told it."""

# ruff: noqa: S608 - every text here is a constant

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "oral.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
HOME = "((SELECT exchange_home())::uuid[])"
OFFICER = rls.holding("dpo")
# The provision's own wall stands in this look at it.
OF_PROVISION = "EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = provision_id)"
TOLD_TO_US = (
    f"EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = provision_id AND v.recipient_id = ANY {HOME})"
)
OF_INCIDENT = "EXISTS (SELECT 1 FROM exchange_oralincident i WHERE i.id = deadlines_deadline.subject)"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_oral")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition(
            "exchange_oralreply",
            read=f"{HERE} AND {OF_PROVISION}",
            write=f"{HERE} AND given_by_id = {rls.PERSON} AND {TOLD_TO_US}",
            change="false",
        ),
        rls.by_condition(
            "exchange_oralincident",
            read=f"{HERE} AND ({rls.SYSTEM} OR {OFFICER} OR giver_id = ANY {HOME})",
            write=f"{HERE} AND ({rls.SYSTEM} OR {OFFICER})",
            change=f"{HERE} AND ({rls.SYSTEM} OR {OFFICER})",
        ),
        migrations.RunSQL(
            "CREATE POLICY deadlines_deadline_oral_select ON deadlines_deadline AS RESTRICTIVE FOR SELECT"
            f" USING (kind <> 'exchange.incident' OR {rls.SYSTEM} OR {OF_INCIDENT})",
            reverse_sql="DROP POLICY deadlines_deadline_oral_select ON deadlines_deadline",
        ),
    ]
