"""Changing the guide's texts for one municipality, and hiding tips for oneself."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from driehoek.access.identity import Identity
from driehoek.guide.defaults import defaults
from driehoek.guide.models import GuideText, HiddenTip
from driehoek.guide.reading import plain, read
from driehoek.guide.shapes import Section, Text
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once


class KeyTaken(Exception):
    """There is a text with this key already."""


@transaction.atomic
def add_text(
    *, identity: Identity, section: Section, key: str, content: dict[str, Any], dated_on: date
) -> GuideText:
    """Add a text of the municipality's own.

    Raises:
        Wrong: the text is not right; says in which field.
        KeyTaken: the key is in use.
    """
    text = read(section, key, content)
    if key in defaults(section):
        raise KeyTaken(key)
    try:
        with transaction.atomic():
            stored = _store(identity, section, text, dated_on)
    except IntegrityError as error:
        raise KeyTaken(key) from error
    _record(stored, "added")
    return stored


@transaction.atomic
def change_text(
    *,
    identity: Identity,
    section: Section,
    key: str,
    version: int,
    content: dict[str, Any],
    dated_on: date,
) -> GuideText:
    """Change a text for this municipality; one that comes along stays as it is for the others.

    `version` is 0 when the municipality had no version of its own yet.

    Raises:
        Wrong: the text is not right; says in which field.
        VersionConflict: someone changed it meanwhile.
    """
    text = read(section, key, content)
    stored = _own(identity, section, key)
    if stored is None:
        stored = _first(identity, section, text, version, dated_on)
    else:
        update_once(
            GuideText.objects.all(),
            stored,
            version,
            content=plain(text),
            source=text.source,
            dated_on=dated_on,
            ended=False,
            changed_by_id=identity.person,
        )
    _record(stored, "changed")
    return stored


@transaction.atomic
def end_text(*, identity: Identity, section: Section, text: Text, version: int, today: date) -> GuideText:
    """Let nobody in this municipality see a text any more; it can be brought back.

    Raises:
        VersionConflict: someone changed it meanwhile.
    """
    stored = _own(identity, section, text.key)
    if stored is None:
        stored = _first(identity, section, text, version, today, ended=True)
    else:
        update_once(GuideText.objects.all(), stored, version, ended=True, changed_by_id=identity.person)
    _record(stored, "ended")
    return stored


@transaction.atomic
def bring_back(*, identity: Identity, section: Section, key: str, version: int) -> None:
    """Show an ended text again, as it was.

    Raises:
        VersionConflict: someone changed it meanwhile.
    """
    stored = _own(identity, section, key)
    if stored is None:
        raise VersionConflict
    update_once(GuideText.objects.all(), stored, version, ended=False, changed_by_id=identity.person)
    _record(stored, "restored")


@transaction.atomic
def back_to_standard(*, identity: Identity, section: Section, key: str, version: int) -> None:
    """Drop the municipality's own version, so that the text that comes along holds again.

    Raises:
        VersionConflict: someone changed it meanwhile.
        ValueError: there is no standard text with this key; a text of their own is ended instead.
    """
    if key not in defaults(section):
        raise ValueError(f"{key}: no such standard text")
    stored = _own(identity, section, key)
    if stored is None or not GuideText.objects.filter(pk=stored.pk, version=version).delete()[0]:
        raise VersionConflict
    _record(stored, "restored")


@transaction.atomic
def hide_tip(*, identity: Identity, key: str) -> None:
    """Never show this person a tip again, until they want it back."""
    tip = HiddenTip(municipality_id=identity.municipality, person_id=identity.person, key=key)
    if HiddenTip.objects.filter(municipality=identity.municipality, person=identity.person, key=key).exists():
        return
    HiddenTip.objects.bulk_create([tip], ignore_conflicts=True)
    _record_tip(identity, tip.pk, key, "hidden")


@transaction.atomic
def show_tip(*, identity: Identity, key: str) -> bool:
    """Show a hidden tip again; tell whether it was hidden."""
    hidden = HiddenTip.objects.filter(
        municipality=identity.municipality, person=identity.person, key=key
    ).first()
    if hidden is None:
        return False
    identifier = hidden.pk
    hidden.delete()
    _record_tip(identity, identifier, key, "shown")
    return True


def _own(identity: Identity, section: Section, key: str) -> GuideText | None:
    return GuideText.objects.filter(municipality=identity.municipality, section=section, key=key).first()


def _first(
    identity: Identity, section: Section, text: Text, version: int, dated_on: date, *, ended: bool = False
) -> GuideText:
    """Store the municipality's first version; whoever read a later one, or loses the race, is told."""
    if version != 0 or text.key not in defaults(section):
        raise VersionConflict
    try:
        with transaction.atomic():
            return _store(identity, section, text, dated_on, ended=ended)
    except IntegrityError as error:
        raise VersionConflict from error


def _store(
    identity: Identity, section: Section, text: Text, dated_on: date, *, ended: bool = False
) -> GuideText:
    return GuideText.objects.create(
        municipality_id=identity.municipality,
        section=section,
        key=text.key,
        content=plain(text),
        source=text.source,
        dated_on=dated_on,
        ended=ended,
        changed_by_id=identity.person,
    )


def _record(stored: GuideText, verb: str) -> None:
    ledger.append(
        municipality=stored.municipality_id,
        action=f"guide:text:{verb}",
        subject=stored.pk,
        version=stored.version,
        data={"section": stored.section, "key": stored.key},
    )


def _record_tip(identity: Identity, subject: uuid.UUID, key: str, verb: str) -> None:
    ledger.append(
        municipality=identity.municipality, action=f"guide:tip:{verb}", subject=subject, data={"tip": key}
    )
