from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "chain.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]
