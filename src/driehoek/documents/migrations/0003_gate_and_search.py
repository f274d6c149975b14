"""The legal gate in the database, what was said of each version, and a search that costs little of its own."""

from pathlib import Path

from django.db import migrations, models

from driehoek.access.models import Level

FOLDER = Path(__file__).parent.parent
GATE = (FOLDER / "gate.sql").read_text(encoding="utf-8")
SEARCH = (FOLDER / "search_faster.sql").read_text(encoding="utf-8") % {"level": int(Level.FILE)}


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_walls"), ("cases", "0002_walls"), ("grounds", "0001_initial")]
    operations = [
        migrations.AddField("version", "no_personal", models.BooleanField(default=False)),
        migrations.RunSQL(GATE, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, reverse_sql=migrations.RunSQL.noop),
    ]
