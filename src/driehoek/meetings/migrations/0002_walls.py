"""Row-level security for the agenda: the driehoek itself and who prepares it."""

from django.db import migrations

from driehoek.access import rls

MEMBERS = rls.holding("mayor", "deputy", "safety_adviser", "prosecutor", "team_chief")
POINT = f"municipality_id = {rls.MUNICIPALITY} AND {rls.of_a_problem_or_none('problem')} AND {MEMBERS}"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("access", "0002_walls")]
    operations = [rls.by_condition("meetings_agendapoint", read=POINT, write=POINT)]
