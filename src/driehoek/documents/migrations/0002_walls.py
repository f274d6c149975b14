"""Row-level security of documents, what must not change, and the one function that searches behind the wall."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.access.models import Level
from driehoek.cases.walls import by_compartment, open_compartments

FOLDER = Path(__file__).parent.parent
GUARDS = (FOLDER / "walls.sql").read_text(encoding="utf-8")
SEARCH = (FOLDER / "search.sql").read_text(encoding="utf-8") % {
    "municipality": rls.MUNICIPALITY,
    "open": open_compartments(Level.FILE),
}
TABLES = ("document", "version", "chunk", "versiontext", "words", "lock", "redaction")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("cases", "0002_walls"), ("access", "0002_walls")]
    operations = [
        *(by_compartment(f"documents_{table}") for table in TABLES),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, reverse_sql=migrations.RunSQL.noop),
    ]
