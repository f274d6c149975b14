"""Row-level security: figures and what is found in them are a municipality's own."""

from django.db import migrations

from driehoek.access import rls

TABLES = [
    "figures_source",
    "figures_indicator",
    "figures_series",
    "figures_importrun",
    "figures_importreject",
    "figures_observation",
    "figures_observationrevision",
]


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("access", "0002_walls")]
    operations = [rls.by_municipality(table) for table in TABLES]
