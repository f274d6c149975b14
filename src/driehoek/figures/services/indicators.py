"""Sources and indicators (ST05): added, changed with a version check, ended; police kinds ready-made."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from driehoek.figures import catalogue
from driehoek.figures.catalogue import ATTRIBUTION, TABLES, Kind
from driehoek.figures.importing.shapes import Family
from driehoek.figures.models import Base, Direction, Frequency, Indicator, NormType, Nulls, Source
from driehoek.figures.signals import indicator_ended_or_restored
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Person
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme

SIMULATED_PREFIX = "SIM-"


@dataclass(frozen=True)
class IndicatorValues:
    """What an indicator is, as ST05 lists it.

    Attributes:
        source: where the figures come from.
        key: its code in that source, used by imports.
        name: as shown on screen.
        theme: what it says something about.
        unit: what is counted or measured.
        base: absolute, or per 1,000 inhabitants on screen.
        frequency: how often it is measured; fixed once it has figures.
        direction: which way is good.
        norm_type: the kind of norm that applies.
        owner: who looks after it.
        decimals: 0 for counts, which are whole and never negative.
    """

    source: Source
    key: str
    name: str
    theme: Theme
    unit: str
    base: Base = Base.ABSOLUTE
    frequency: Frequency = Frequency.MONTH
    direction: Direction = Direction.LOWER
    norm_type: NormType = NormType.SIGNAL
    owner: Person | None = None
    decimals: int = 0


@transaction.atomic
def add_indicator(*, municipality: UUID, values: IndicatorValues) -> Indicator:
    """Add an indicator.

    Raises:
        IntegrityError: the source already has this code at this frequency.
    """
    indicator = Indicator.objects.create(municipality_id=municipality, **_as_fields(values))
    _record(indicator, "added", {"key": indicator.key})
    return indicator


@transaction.atomic
def change_indicator(*, indicator: Indicator, version: int, values: IndicatorValues) -> list[str]:
    """Change an indicator that was read at `version`; return the names of what changed.

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: another frequency, although it has figures.
    """
    wanted = _as_fields(values)
    changed = [name for name, value in wanted.items() if getattr(indicator, name) != value]
    if not changed:
        return []
    if "frequency" in changed and indicator.series.exists():
        raise ValueError("an indicator with figures keeps its frequency")
    update_once(Indicator.objects.all(), indicator, version, **{name: wanted[name] for name in changed})
    indicator.refresh_from_db()
    _record(indicator, "changed", {"fields": changed})
    return changed


@transaction.atomic
def end_indicator(*, indicator: Indicator, version: int) -> None:
    """End an indicator: it leaves the lists, its figures stay.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _set_ended(indicator, version, ended=True)
    _record(indicator, "ended", {})


@transaction.atomic
def restore_indicator(*, indicator: Indicator, version: int) -> None:
    """Bring an ended indicator back.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _set_ended(indicator, version, ended=False)
    _record(indicator, "restored", {})


@transaction.atomic
def ensure_source(
    *,
    municipality: UUID,
    key: str,
    simulated: bool = False,
    name: str = "",
    nulls: Nulls | None = None,
    area_year: int | None = None,
) -> Source:
    """Return the source with this key, added when missing; `nulls` and `area_year` are set when given.

    A simulated source has a key of its own (SIM-…), so that made-up and real figures never share a series.
    """
    table = TABLES.get(key.removeprefix(SIMULATED_PREFIX))
    source, made = Source.objects.get_or_create(
        municipality_id=municipality,
        key=key,
        defaults={
            "name": name or (table.name if table else key),
            "attribution": "gesimuleerde cijfers"
            if simulated
            else f"{ATTRIBUTION} {key}"
            if table
            else name or key,
            "simulated": simulated,
            "nulls": nulls or Nulls.ZERO,
            "area_year": area_year,
        },
    )
    if made:
        ledger.append(
            municipality=municipality, action="figures:source:added", subject=source.id, data={"key": key}
        )
        return source
    wanted: dict[str, Any] = {"nulls": nulls, "area_year": area_year}
    changed = {name: value for name, value in wanted.items() if value and getattr(source, name) != value}
    if changed:
        for field, value in changed.items():
            setattr(source, field, value)
        source.save(update_fields=list(changed))
        ledger.append(
            municipality=municipality,
            action="figures:source:changed",
            subject=source.id,
            data={"fields": sorted(changed)},
        )
    return source


@transaction.atomic
def ensure_catalogue(
    *, municipality: UUID, source: Source, family: Family, frequency: Frequency
) -> dict[str, Indicator]:
    """Return the publisher's kinds as indicators of `source` at `frequency`, adding those that are missing.

    Their themes are made under the safety fields where they are missing. Kinds that are not published at this
    frequency are added too, as hidden, so that screens can say so.
    """
    there = {item.key: item for item in Indicator.objects.filter(source=source, frequency=frequency)}
    missing = [kind for kind in catalogue.by_key(family).values() if kind.key not in there]
    if not missing:
        return there
    themes = _themes(municipality, missing)
    made = Indicator.objects.bulk_create(
        Indicator(
            municipality_id=municipality,
            source=source,
            key=kind.key,
            name=kind.title,
            theme=themes[kind.field, kind.theme],
            unit=kind.unit,
            frequency=frequency,
            is_total=kind.total,
            hidden=kind.hidden(frequency),
        )
        for kind in missing
    )
    for indicator in made:
        _record(indicator, "added", {"key": indicator.key})
    return there | {indicator.key: indicator for indicator in made}


def _themes(municipality: UUID, kinds: list[Kind]) -> dict[tuple[SafetyField, tuple[str, ...]], Theme]:
    paths = dict.fromkeys((kind.field, kind.theme) for kind in kinds)
    return {
        (field, path): ensure_theme(municipality=municipality, field=field, path=path)
        for field, path in paths
    }


def _as_fields(values: IndicatorValues) -> dict[str, Any]:
    taken = {field.name: getattr(values, field.name) for field in fields(values)}
    return taken | {"key": values.key.strip(), "name": values.name.strip(), "unit": values.unit.strip()}


def _set_ended(indicator: Indicator, version: int, *, ended: bool) -> None:
    update_once(Indicator.objects.all(), indicator, version, ended_at=Now() if ended else None)
    indicator.refresh_from_db()
    indicator_ended_or_restored.send(sender=Indicator, municipality=indicator.municipality_id)


def _record(indicator: Indicator, verb: str, data: ledger.EventData) -> None:
    ledger.append(
        municipality=indicator.municipality_id,
        action=f"figures:indicator:{verb}",
        subject=indicator.id,
        version=indicator.version,
        data=data,
    )
