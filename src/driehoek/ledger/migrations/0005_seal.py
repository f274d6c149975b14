"""The installation's seal: its key, which only the owner reads, and the function that seals."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "seal.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_subject_index")]
    operations = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]
