"""Row-level security: figures and what is found in them are a municipality's own."""

from django.db import migrations

from driehoek.access import rls

TABLES = [
    "analysis_signalvalue",
    "analysis_deviation",
    "analysis_acknowledgement",
    "analysis_mute",
    "analysis_follow",
    "analysis_expectedrange",
    "analysis_coverage",
]


class Migration(migrations.Migration):
    dependencies = [("analysis", "0001_initial"), ("access", "0002_walls")]
    operations = [rls.by_municipality(table) for table in TABLES]
