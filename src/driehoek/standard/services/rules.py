"""Keeping a municipality's own rules for re-typing (ST22, TZ11)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from django.db import IntegrityError, transaction

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.standard.models import OwnRetypingRule

MOST_RULES: Final = 20


class TooManyRules(Exception):
    """The municipality has as many rules of its own as anyone can oversee."""


@dataclass(frozen=True)
class RuleValues:
    """What a rule says; see the model for the fields."""

    propose: str
    norms: tuple[str, ...]
    fields: tuple[str, ...]
    active: bool = True
    week: int | None = None
    month: int | None = None
    quarter: int | None = None
    year: int | None = None


@transaction.atomic
def keep_rule(*, identity: Identity, key: str, version: int, values: RuleValues) -> OwnRetypingRule:
    """Keep a rule under a key, in place of the standard rule that has it, if any.

    Args:
        identity: who keeps it.
        key: which rule.
        version: at which the own rule was read; 0 when there was none.
        values: what it says.

    Raises:
        VersionConflict: someone changed, made or removed it meanwhile.
        TooManyRules: there are too many already.
    """
    mine = OwnRetypingRule.objects.filter(municipality=identity.municipality)
    columns = asdict(values) | {"norms": list(values.norms), "fields": list(values.fields)}
    found = mine.filter(key=key).first()
    if found is not None:
        update_once(mine, found, version, **columns, changed_by=identity.person)
        found.refresh_from_db()
        _record(found, "changed")
        return found
    if version:
        raise VersionConflict
    if mine.count() >= MOST_RULES:
        raise TooManyRules
    try:
        with transaction.atomic():
            made = OwnRetypingRule.objects.create(
                municipality_id=identity.municipality, key=key, changed_by_id=identity.person, **columns
            )
    except IntegrityError as error:
        raise VersionConflict from error
    _record(made, "made")
    return made


@transaction.atomic
def remove_rule(*, identity: Identity, rule: OwnRetypingRule, version: int) -> None:
    """Remove a rule of the municipality's own; the standard rule with its key, if any, holds again.

    Raises:
        VersionConflict: someone changed or removed it meanwhile.
    """
    rows = OwnRetypingRule.objects.filter(municipality=identity.municipality, pk=rule.pk, version=version)
    if not rows.delete()[0]:
        raise VersionConflict
    _record(rule, "removed")


def _record(rule: OwnRetypingRule, act: str) -> None:
    ledger.append(
        municipality=rule.municipality_id,
        action=f"standard:rule:{act}",
        subject=rule.pk,
        version=rule.version,
        data={"rule": rule.key},
    )
