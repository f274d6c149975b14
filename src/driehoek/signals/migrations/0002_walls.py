"""Row-level security of signals: the sender's own, those who judge before it is accepted, the compartment after.

Nobody else sees them, the mayor included. What the judges note among themselves is behind a wall of its own, so that
the sender does not read it.
"""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.access.models import Level
from driehoek.cases.walls import HERE, open_compartments

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
JUDGES = rls.holding("case_director", "safety_adviser")
REPORTERS = rls.holding("team_chief", "prosecutor", "case_director", "partner", "safety_adviser")
PARTNERS = rls.holding("team_chief", "prosecutor", "partner")
MINE = f"reporter_id = ANY ({rls.PERSONS}::uuid[])"
OURS = f"({PARTNERS} AND organisation_id IN {rls.OWN_ORGANISATIONS})"
UNPLACED = f"({JUDGES} AND compartment_id IS NULL)"
READ = (
    f"{HERE} AND ({MINE} OR {OURS} OR {UNPLACED} OR compartment_id IN {open_compartments()} OR {rls.SYSTEM})"
)
WORK = f"({JUDGES} AND compartment_id IN {open_compartments(Level.WORK)})"
SENT = f"({REPORTERS} AND reporter_id = {rls.PERSON} AND organisation_id IN {rls.OWN_ORGANISATIONS})"
CHANGE = f"{HERE} AND ({UNPLACED} OR {WORK} OR {rls.SYSTEM})"
# The signal's own wall stands in this look at it.
OF_SIGNAL = "EXISTS (SELECT 1 FROM signals_signal s WHERE s.id = signal_id)"
OWN_SIGNAL = (
    f"EXISTS (SELECT 1 FROM signals_signal s WHERE s.id = signal_id AND s.reporter_id = ANY ({rls.PERSONS}::uuid[]))"
)
GIVES = (
    f"{HERE} AND ({rls.SYSTEM} OR ({JUDGES} AND giver_id IN {rls.OWN_ORGANISATIONS}"
    f" AND (compartment_id IS NULL OR compartment_id IN {open_compartments()})))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("signals", "0001_initial"),
        ("access", "0002_walls"),
        ("cases", "0002_walls"),
        ("grounds", "0002_walls"),
        ("exchange", "0004_walls"),
    ]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition(
            "signals_signal",
            read=READ,
            write=f"{HERE} AND ({SENT} OR {UNPLACED} OR {WORK} OR {rls.SYSTEM})",
            change=CHANGE,
        ),
        rls.by_condition(
            "signals_judgement",
            read=f"{HERE} AND ({rls.SYSTEM} OR ({JUDGES} AND {OF_SIGNAL}))",
            write=f"{HERE} AND ({rls.SYSTEM} OR ({JUDGES} AND judged_by_id = {rls.PERSON} AND {OF_SIGNAL}))",
        ),
        rls.by_condition(
            "signals_milestone",
            read=f"{HERE} AND ({rls.SYSTEM} OR {OF_SIGNAL})",
            write=f"{HERE} AND ({rls.SYSTEM} OR ({JUDGES} AND {OF_SIGNAL}) OR {OWN_SIGNAL})",
            change=f"{HERE} AND ({rls.SYSTEM} OR {OWN_SIGNAL})",
        ),
        rls.by_condition("signals_handover", read=GIVES, write=GIVES, change=GIVES),
    ]
