"""Signal values: the rules that people set for an indicator (ST07)."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.analysis.models import Rule, SignalValue
from driehoek.analysis.tasks import request_detection
from driehoek.areas.models import Area
from driehoek.figures.models import Indicator
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once


class AlreadySetError(Exception):
    """There is a signal value of this rule for this indicator and area; change that one."""

    def __init__(self, existing: SignalValue) -> None:
        super().__init__(str(existing.pk))
        self.existing = existing


@transaction.atomic
def set_signal_value(
    *,
    identity: Identity,
    indicator: Indicator,
    area: Area | None,
    rule: Rule,
    threshold: float | None,
    minimum_count: int,
) -> SignalValue:
    """Set a rule for an indicator, in one area or everywhere; the figures are judged anew.

    Raises:
        AlreadySetError: that rule is in force for that indicator and area.
        ValueError: the threshold does not fit the rule.
    """
    check_threshold(rule, threshold)
    alike = SignalValue.objects.select_for_update().filter(
        indicator=indicator, area=area, rule=rule, ended_at=None
    )
    if existing := alike.first():
        raise AlreadySetError(existing)
    made = SignalValue.objects.create(
        municipality_id=identity.municipality,
        indicator=indicator,
        area=area,
        rule=rule,
        threshold=threshold,
        minimum_count=minimum_count,
    )
    _record(identity.municipality, made, "set")
    return made


@transaction.atomic
def change_signal_value(
    *,
    identity: Identity,
    signal_value: SignalValue,
    version: int,
    threshold: float | None,
    minimum_count: int,
) -> None:
    """Change the threshold or minimum of a signal value that was read at `version`.

    Raises:
        VersionConflict: it was changed or ended meanwhile.
        ValueError: the threshold does not fit the rule.
    """
    check_threshold(Rule(signal_value.rule), threshold)
    running = SignalValue.objects.filter(ended_at=None)
    update_once(running, signal_value, version, threshold=threshold, minimum_count=minimum_count)
    signal_value.refresh_from_db()
    _record(identity.municipality, signal_value, "changed")


@transaction.atomic
def end_signal_value(*, identity: Identity, signal_value: SignalValue, version: int) -> None:
    """End a signal value that was read at `version`; what it flagged in the last year is withdrawn.

    Raises:
        VersionConflict: it was changed or ended meanwhile.
    """
    update_once(SignalValue.objects.filter(ended_at=None), signal_value, version, ended_at=Now())
    signal_value.refresh_from_db()
    _record(identity.municipality, signal_value, "ended")


def check_threshold(rule: Rule, threshold: float | None) -> None:
    """Refuse a threshold that does not fit its rule.

    Raises:
        ValueError: a statistical rule with a threshold, a fixed one without or below 0, a change not above 0.
    """
    fits = {
        Rule.STATISTICAL: threshold is None,
        Rule.FIXED: threshold is not None and threshold >= 0,
        Rule.CHANGE: threshold is not None and threshold > 0,
    }
    if not fits[rule]:
        raise ValueError(f"threshold {threshold!r} does not fit the rule {rule.value}")


def _record(municipality: uuid.UUID, signal_value: SignalValue, verb: str) -> None:
    ledger.append(
        municipality=municipality,
        action=f"analysis:signal_value:{verb}",
        subject=signal_value.id,
        version=signal_value.version,
        data={
            "indicator": str(signal_value.indicator_id),
            "rule": str(signal_value.rule),
            # JSON text of the ledger holds no fractions, so that its canonical form is beyond dispute.
            "threshold": None if signal_value.threshold is None else str(signal_value.threshold),
            "minimum": signal_value.minimum_count,
        },
    )
    request_detection(municipality=municipality)
