"""Row-level security: figures and what is found in them are a municipality's own."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

WALLS = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
TABLES = [
    "figures_source",
    "figures_indicator",
    "figures_series",
    "figures_importrun",
    "figures_importreject",
    "figures_importupload",
    "figures_observation",
    "figures_observationrevision",
]


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("access", "0002_walls")]
    operations = [
        *(rls.by_municipality(table) for table in TABLES),
        migrations.RunSQL(WALLS, reverse_sql=migrations.RunSQL.noop),
    ]
