"""Reading what was said of the rules, and which of them a lawyer agreed with."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from driehoek.access.identity import Identity
from driehoek.grounds.models.remarks import Remark, SignOff
from driehoek.grounds.rulebook import Entry, digest_of
from driehoek.law.ruleset import RuleSet
from driehoek.web.paging import Cursor, page_of


def remarks(identity: Identity) -> QuerySet[Remark]:
    """Return the remarks of the municipality, with who made and who settled them."""
    return Remark.objects.filter(municipality=identity.municipality).select_related("made_by", "answered_by")


def remarks_on(identity: Identity, entry: Entry) -> list[Remark]:
    """Return what was said of a rule, newest first."""
    return list(remarks(identity).filter(rule=entry.id).order_by("-made_at")[:50])


def open_remarks(identity: Identity, after: Cursor | None) -> tuple[list[Remark], bool]:
    """Return a page of the remarks that nobody settled, newest first, and whether there are more."""
    return page_of(remarks(identity).filter(answered_at=None), "made_at", after)


def remark(identity: Identity, identifier: uuid.UUID) -> Remark | None:
    """Return a remark of the municipality."""
    return remarks(identity).filter(pk=identifier).first()


def sign_offs_on(identity: Identity, entry: Entry) -> list[SignOff]:
    """Return what lawyers said of a rule, of every text that it had, newest first."""
    rows = SignOff.objects.filter(municipality=identity.municipality, rule=entry.id)
    return list(rows.select_related("made_by").order_by("-made_at")[:50])


def agreed(found: list[SignOff], digest: str) -> SignOff | None:
    """Return the agreement that holds for a text: the newest word on it, unless that takes it back."""
    newest = next((one for one in found if one.digest == digest), None)
    return None if newest is None or newest.withdrawn else newest


def signed_rules(identity: Identity, rules: RuleSet) -> frozenset[str]:
    """Return the ids of the rules whose present text a lawyer agreed with; one query."""
    newest: dict[tuple[str, str], bool] = {}
    rows = SignOff.objects.filter(municipality=identity.municipality).order_by("made_at")
    for rule, digest, withdrawn in rows.values_list("rule", "digest", "withdrawn"):
        newest[rule, digest] = not withdrawn
    if not newest:
        return frozenset()
    entries: list[Entry] = [*rules.bases, *rules.rules]
    return frozenset(one.id for one in entries if newest.get((one.id, digest_of(one))))
