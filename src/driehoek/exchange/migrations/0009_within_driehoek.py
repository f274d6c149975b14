"""What may not leave the driehoek."""

from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).parent.parent / "driehoek.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0008_oral_walls")]
    operations = [
        migrations.AddField(
            model_name="provision",
            name="within_driehoek",
            field=models.BooleanField(default=False, verbose_name="mag de driehoek niet uit"),
        ),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
