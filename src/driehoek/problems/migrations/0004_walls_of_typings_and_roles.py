"""Row-level security for who decided the kind of a problem and who has which role in it."""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
SEES = f"{HERE} AND problem_id IN {rls.granted_problems(1)}"
WORKS = f"{HERE} AND problem_id IN {rls.granted_problems(3)}"


class Migration(migrations.Migration):
    dependencies = [("problems", "0003_typings_and_roles"), ("access", "0002_walls")]
    operations = [
        rls.by_condition("problems_typing", read=SEES, write=WORKS, change=WORKS),
        rls.by_condition("problems_problemrole", read=SEES, write=WORKS, change=WORKS),
    ]
