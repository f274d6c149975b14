"""What was held back goes later only under a judgement of that day."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "later_parts.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0009_within_driehoek")]
    operations = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]
