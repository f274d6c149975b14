"""Row-level security for requests and provisions, and what the position and the boards of due dates hold of them.

Each side sees its own: a draft request exists for who asks, a working paper and a draft provision for who is asked.
The receiver knows of a provision from the moment that something of it is free, sees its parts when they are, and gets
the key of a part only while it may be read, by a function that was chosen, after that reading was written down.
"""

# ruff: noqa: S608 - every text here is a constant

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
NOW = "statement_timestamp()"
HERE = f"municipality_id = {rls.MUNICIPALITY}"
HOME = "((SELECT exchange_home())::uuid[])"
TOWN = "((SELECT exchange_town())::uuid[])"


def side(organisation: str, problem: str = "problem_id") -> str:
    """Who takes part for an organisation; for the municipality with a grant on the problem."""
    granted = f"({problem} IS NULL OR {problem} IN {rls.granted_problems(1)})"
    return f"({organisation} = ANY {HOME} AND ({granted} OR NOT {organisation} = ANY {TOWN}))"


ASKS = side("from_organisation_id")
REQUEST = f"{HERE} AND ({rls.SYSTEM} OR {ASKS} OR (state <> 'draft' AND {side('to_organisation_id')}))"
JUDGES = (
    f"{HERE} AND ({rls.SYSTEM} OR (organisation_id = ANY {HOME} AND EXISTS (SELECT 1 FROM exchange_request r"
    " WHERE r.id = request_id AND r.to_organisation_id = organisation_id)))"
)
PROVISION = (
    f"{HERE} AND ({rls.SYSTEM} OR {side('giver_id')} OR (known_from <= {NOW} AND {side('recipient_id')}))"
)
FREE = f"let_go_at <= {NOW} AND (embargo_until IS NULL OR embargo_until <= least({NOW}, destroyed_at))"
# The provision's own wall stands in this look at it.
GIVES = f"EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = provision_id AND v.giver_id = ANY {HOME})"
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
MAY_READ = (
    "EXISTS (SELECT 1 FROM exchange_part p JOIN exchange_provision v ON v.id = p.provision_id WHERE p.id = part_id"
    f" AND p.body IS NOT NULL AND p.let_go_at <= {NOW} AND (p.embargo_until IS NULL OR p.embargo_until <= {NOW})"
    f" AND v.recipient_id = ANY {HOME} AND v.channel = 'driehoek' AND v.state = 'released' AND {READER} AND {FILE})"
)
OWN_PART = (
    "EXISTS (SELECT 1 FROM exchange_part p JOIN exchange_provision v ON v.id = p.provision_id"
    f" WHERE p.id = part_id AND v.giver_id = ANY {HOME})"
)
READ_JUST_NOW = (
    f"EXISTS (SELECT 1 FROM exchange_partreading r WHERE r.part_id = exchange_partkey.part_id"
    f" AND r.person_id = {rls.PERSON} AND r.at > {NOW} - interval '1 minute')"
)
OF_PROVISION = "EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = provision_id)"
RECEIVED = (
    f"EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = provision_id AND v.recipient_id = ANY {HOME})"
)
OF_EXCHANGE = "kind IN ('exchange.request', 'exchange.urgent', 'exchange.receipt', 'exchange.expiry')"
KNOWN = (
    "EXISTS (SELECT 1 FROM exchange_request r WHERE r.id = deadlines_deadline.subject)"
    " OR EXISTS (SELECT 1 FROM exchange_provision v WHERE v.id = deadlines_deadline.subject)"
)
OF_ANSWER = "EXISTS (SELECT 1 FROM position_delivery d WHERE d.id = delivery_id AND exchange_is_asked(d.agreement_id))"


def narrowed(table: str, command: str, condition: str) -> migrations.RunSQL:
    """A condition that holds besides whatever the table's own room allows."""
    clause = "WITH CHECK" if command == "INSERT" else "USING"
    return migrations.RunSQL(
        f"CREATE POLICY {table}_exchange_{command.lower()} ON {table} AS RESTRICTIVE FOR {command} {clause} ({condition})",
        reverse_sql=f"DROP POLICY {table}_exchange_{command.lower()} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_standing_walls"),
        ("grounds", "0002_walls"),
        ("deadlines", "0002_walls"),
        ("position", "0002_walls"),
    ]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition("exchange_request", read=REQUEST, write=REQUEST),
        rls.by_condition("exchange_judgement", read=JUDGES, write=JUDGES),
        rls.by_condition("exchange_provision", read=PROVISION, write=PROVISION),
        rls.by_condition(
            "exchange_part",
            read=f"{HERE} AND ({rls.SYSTEM} OR {GIVES} OR {KNOWS})",
            write=f"{HERE} AND ({rls.SYSTEM} OR {GIVES})",
            change=f"{HERE} AND ({rls.SYSTEM} OR {GIVES})",
        ),
        rls.by_condition(
            "exchange_partkey",
            read=f"{HERE} AND ({OWN_PART} OR ({MAY_READ} AND {READ_JUST_NOW}))",
            write=f"{HERE} AND {OWN_PART}",
            change=f"{HERE} AND {OWN_PART}",
        ),
        rls.by_condition(
            "exchange_partreading",
            read=f"{HERE} AND {OF_PROVISION}",
            write=f"{HERE} AND person_id = {rls.PERSON} AND {MAY_READ}",
            change="false",
        ),
        rls.by_condition(
            "exchange_use",
            read=f"{HERE} AND {OF_PROVISION}",
            write=f"{HERE} AND recorded_by_id = {rls.PERSON} AND {RECEIVED}",
            change="false",
        ),
        # What is due in the exchange is there for who may see the request or the provision, and for nobody else.
        narrowed("deadlines_deadline", "SELECT", f"NOT ({OF_EXCHANGE}) OR {rls.SYSTEM} OR {KNOWN}"),
        # A request is answered through the exchange: its delivery is not handed over beside it.
        narrowed("position_delivery", "UPDATE", f"{rls.SYSTEM} OR NOT exchange_is_asked(agreement_id)"),
        narrowed("position_agreement", "UPDATE", f"{rls.SYSTEM} OR NOT exchange_is_asked(id)"),
        narrowed("position_item", "INSERT", f"{rls.SYSTEM} OR delivery_id IS NULL OR NOT {OF_ANSWER}"),
    ]
