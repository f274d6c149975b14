"""Row-level security for problems: reading needs a grant, changing one at level work."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

NUMBERS = (Path(__file__).parent.parent / "numbers.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("problems", "0001_initial"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(NUMBERS, reverse_sql=migrations.RunSQL.noop),
        rls.by_municipality("problems_theme"),
        rls.by_condition(
            "problems_problem",
            read=f"municipality_id = {rls.MUNICIPALITY} AND id IN {rls.granted_problems(1)}",
            write=f"municipality_id = {rls.MUNICIPALITY}",
            change=f"id IN {rls.granted_problems(3)}",
        ),
        rls.by_problem("problems_problemarea", read_level=1, write_level=3),
        rls.by_problem("problems_dossier", read_level=2, write_level=3),
    ]
