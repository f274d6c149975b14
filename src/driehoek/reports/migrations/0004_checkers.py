"""Only who checks reports sends one back, checks it or fixes it; the database holds that too."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "checkers.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_intake")]
    operations = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]
