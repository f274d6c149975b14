"""Row-level security for notices of return: their receiver may write them down; an asked party sees the question alone.

What was given in Driehoek keeps the walls of 0004. What was written down by its receiver exists for that side only, its
text opens like any other with a reading that is written down first, and after its term only with a reason.
"""

# ruff: noqa: S608 - every text here is a constant

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "returns.sql").read_text(encoding="utf-8")
NOW = "statement_timestamp()"
HERE = f"municipality_id = {rls.MUNICIPALITY}"
HOME = "((SELECT exchange_home())::uuid[])"
TOWN = "((SELECT exchange_town())::uuid[])"


def side(organisation: str, problem: str = "problem_id") -> str:
    """Who takes part for an organisation; for the municipality with a grant on the problem."""
    granted = f"({problem} IS NULL OR {problem} IN {rls.granted_problems(1)})"
    return f"({organisation} = ANY {HOME} AND ({granted} OR NOT {organisation} = ANY {TOWN}))"


GIVEN = f"({side('giver_id')} OR (known_from <= {NOW} AND {side('recipient_id')}))"
PROVISION = f"{HERE} AND ({rls.SYSTEM} OR CASE WHEN channel = 'registered' THEN {side('recipient_id')} ELSE {GIVEN} END)"
WRITES = f"exchange_writer(v.channel, v.giver_id, v.recipient_id) = ANY {HOME}"
# The provision's own wall stands in this look at it.
OWN = f"EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = provision_id AND {WRITES})"
FREE = f"let_go_at <= {NOW} AND (embargo_until IS NULL OR embargo_until <= least({NOW}, destroyed_at))"
KNOWS = (
    f"({FREE} AND EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = provision_id"
    f" AND v.recipient_id = ANY {HOME} AND v.channel = 'driehoek' AND v.state IN ('released', 'expired')))"
)
READER = (
    f"EXISTS (SELECT 1 FROM parties_appointment a WHERE a.person_id = ANY ({rls.PERSONS}::uuid[])"
    " AND a.organisation_id = v.recipient_id AND a.function::text = ANY (v.readers::text[])"
    f" AND a.valid_from <= {NOW} AND (a.valid_until IS NULL OR a.valid_until > {NOW}))"
)
FILE = (
    f"(v.problem_id IS NULL OR v.problem_id IN {rls.granted_problems(2)} OR NOT v.recipient_id = ANY {TOWN})"
)
SHIELDED = "exchange_is_shielded(v.kind, v.given_at)"


def may_read(reason: str) -> str:
    """Who may open a part now; `reason` tells whether one was said, for what is kept for accountability only."""
    return (
        "EXISTS (SELECT 1 FROM exchange_part p JOIN exchange_provision v ON v.id = p.provision_id"
        f" WHERE p.id = part_id AND p.body IS NOT NULL AND p.let_go_at <= {NOW}"
        f" AND (p.embargo_until IS NULL OR p.embargo_until <= {NOW}) AND v.recipient_id = ANY {HOME}"
        f" AND v.channel IN ('driehoek', 'registered') AND v.state = 'released' AND {READER} AND {FILE}"
        f" AND (NOT {SHIELDED} OR {reason}))"
    )


OWN_PART = (
    "EXISTS (SELECT 1 FROM exchange_part p JOIN exchange_provision v ON v.id = p.provision_id"
    f" WHERE p.id = part_id AND {WRITES}"
    # Out of use is out of use for who gave it, too; what was written down by its receiver opens with a reading alone.
    f" AND (v.state = 'draft' OR (v.channel <> 'registered' AND NOT {SHIELDED})))"
)
JUST_NOW = (
    "r.part_id = exchange_partkey.part_id"
    f" AND r.person_id = {rls.PERSON} AND r.at > {NOW} - interval '1 minute'"
)
READ_JUST_NOW = f"EXISTS (SELECT 1 FROM exchange_partreading r WHERE {JUST_NOW})"
WITH_A_REASON = f"EXISTS (SELECT 1 FROM exchange_partreading r WHERE {JUST_NOW} AND r.reason <> '')"
SAID_WHY = "exchange_partreading.reason <> ''"
OF_PROVISION = "EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = provision_id)"
# The officer sees that something kept for accountability was opened, by whom and why; not what it says.
OFFICER = f"({rls.holding('dpo')} AND reason <> '')"
NOTICE = f"{HERE} AND ({rls.SYSTEM} OR {side('organisation_id')})"
OF_NOTICE = "EXISTS (SELECT 1 FROM exchange_returnnotice n WHERE n.id = notice_id)"
ADVICE = f"{HERE} AND ({rls.SYSTEM} OR organisation_id = ANY {HOME} OR {OF_NOTICE})"
OF_RETURNS = "kind IN ('exchange.return', 'exchange.return_advice')"
KNOWN = (
    "EXISTS (SELECT 1 FROM exchange_returnnotice n WHERE n.id = deadlines_deadline.subject)"
    " OR EXISTS (SELECT 1 FROM exchange_advice a WHERE a.id = deadlines_deadline.subject)"
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_returns")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition("exchange_provision", read=PROVISION, write=PROVISION),
        rls.by_condition(
            "exchange_part",
            read=f"{HERE} AND ({rls.SYSTEM} OR {OWN} OR {KNOWS})",
            write=f"{HERE} AND ({rls.SYSTEM} OR {OWN})",
            change=f"{HERE} AND ({rls.SYSTEM} OR {OWN})",
        ),
        rls.by_condition(
            "exchange_partkey",
            read=f"{HERE} AND ({OWN_PART} OR ({may_read(WITH_A_REASON)} AND {READ_JUST_NOW}))",
            write=f"{HERE} AND {OWN_PART}",
            change=f"{HERE} AND {OWN_PART}",
        ),
        rls.by_condition(
            "exchange_partreading",
            read=f"{HERE} AND ({OF_PROVISION} OR {OFFICER})",
            write=f"{HERE} AND person_id = {rls.PERSON} AND {may_read(SAID_WHY)}",
            change="false",
        ),
        rls.by_condition("exchange_returnnotice", read=NOTICE, write=NOTICE),
        rls.by_condition("exchange_advice", read=ADVICE, write=ADVICE),
        # What is due about a return is there for who may see the notice or the question, and for nobody else.
        migrations.RunSQL(
            "CREATE POLICY deadlines_deadline_returns_select ON deadlines_deadline AS RESTRICTIVE FOR SELECT"
            f" USING (NOT ({OF_RETURNS}) OR {rls.SYSTEM} OR {KNOWN})",
            reverse_sql="DROP POLICY deadlines_deadline_returns_select ON deadlines_deadline",
        ),
    ]
