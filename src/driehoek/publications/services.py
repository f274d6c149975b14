"""Every write of publications: the draft, the second pair of eyes, coming out, and withdrawing (OV06)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.position.models import (
    Delivery,
    Question,
)
from driehoek.position.queries.walls import TWICE
from driehoek.publications import figures
from driehoek.publications.bringing import answer, bring, tell_withdrawn
from driehoek.publications.contents import Content, content_of, missing, seal
from driehoek.publications.models import Draft, DraftFigure, Edition, Publication, State
from driehoek.publications.queries import area_names, keeps

SUMMARY: Final = 280
MOST_FIGURES: Final = 6


class IncompleteError(Exception):
    """Parts of the draft are still empty; `parts` names them."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts


class OwnWorkError(PermissionDenied):
    """Who wrote in a version cannot check it (four eyes)."""


class TooManyFiguresError(Exception):
    """The draft has as many figures as a reader takes in."""


@dataclass(frozen=True)
class For:
    """What a publication answers or delivers when it comes out; at most one of the two."""

    question: Question | None = None
    delivery: Delivery | None = None


@transaction.atomic
def start(*, identity: Identity, values: dict[str, Any], purpose: For | None = None) -> Publication:
    """Begin an analysis; `values` are fields of the draft, of which title, theme and question are needed.

    The same form sent twice gives the draft of the first time.

    Raises:
        PermissionDenied: the writer does not keep figures.
    """
    _require_keeper(identity)
    before = _just_started(identity, values)
    if before is not None:
        return before
    purpose = purpose or For()
    made = Publication.objects.create(
        municipality_id=identity.municipality,
        author_id=identity.person,
        title=values["title"],
        theme=values["theme"],
        audience=values.get("audience", Draft._meta.get_field("audience").default),
        question=purpose.question,
        delivery=purpose.delivery,
    )
    Draft.objects.create(
        publication=made, municipality_id=identity.municipality, hands=[identity.person], **values
    )
    _record(made, "started")
    return made


@transaction.atomic
def change_draft(
    *,
    identity: Identity,
    publication: Publication,
    version: int,
    values: dict[str, Any],
    purpose: For | None = None,
) -> None:
    """Change the draft that was read at `version`; whoever changes it is one of its writers from then on.

    Raises:
        VersionConflict: it was changed, or offered for checking, meanwhile.
    """
    _require_keeper(identity)
    head: dict[str, Any] = {}
    if purpose is not None:
        head |= {"question": purpose.question, "delivery": purpose.delivery}
    if not publication.number:
        head |= {"title": values["title"], "theme": values["theme"], "audience": values["audience"]}
    update_once(_in_state(State.DRAFT), publication, version, **head)
    _write(identity, publication, **values)
    _record(publication, "changed")


@transaction.atomic
def add_figure(
    *, identity: Identity, publication: Publication, version: int, values: dict[str, Any]
) -> DraftFigure:
    """Add a figure at the end of the draft.

    Raises:
        VersionConflict: the draft was changed meanwhile.
        TooManyFiguresError: six stand there already.
        figures.NoFigures: there is nothing to show.
    """
    _require_keeper(identity)
    draft = _draft(publication)
    last = draft.figures.aggregate(last=Max("place"))["last"] or 0
    if draft.figures.count() >= MOST_FIGURES:
        raise TooManyFiguresError
    made = DraftFigure(municipality_id=identity.municipality, draft=draft, place=last + 1, **values)
    figures.freeze(identity, [made], draft.audience)
    update_once(_in_state(State.DRAFT), publication, version)
    made.save(force_insert=True)
    _write(identity, publication)
    _record(publication, "figure_added")
    return made


@transaction.atomic
def remove_figure(*, identity: Identity, publication: Publication, version: int, figure: uuid.UUID) -> None:
    """Take a figure out of the draft; one that is gone already stays gone.

    Raises:
        VersionConflict: the draft was changed meanwhile.
    """
    _require_keeper(identity)
    update_once(_in_state(State.DRAFT), publication, version)
    DraftFigure.objects.filter(draft=publication.pk, pk=figure).delete()
    _write(identity, publication)
    _record(publication, "figure_removed")


@transaction.atomic
def offer(*, identity: Identity, publication: Publication, version: int) -> None:
    """Give the draft to a second analyst or adviser; its figures are read now and come out as they are now.

    Raises:
        IncompleteError: parts are still empty, among them always the limits and the comparison.
        figures.NoFigures: a figure has nothing to show.
        VersionConflict: it was changed meanwhile.
    """
    _require_keeper(identity)
    draft = _draft(publication)
    if parts := missing(draft):
        raise IncompleteError(parts)
    chosen = list(draft.figures.select_related("indicator__source", "area").order_by("place"))
    shown = figures.freeze(identity, chosen, draft.audience)
    content = content_of(draft, areas=area_names(draft.areas), figures=shown)
    Draft.objects.filter(pk=draft.pk).update(
        frozen=content, sha256=seal(content), note="", checked_by=None, checked_at=None
    )
    update_once(_in_state(State.DRAFT), publication, version, state=State.OFFERED)
    _record(publication, "offered")


@transaction.atomic
def take_back(*, identity: Identity, publication: Publication, version: int) -> None:
    """Take an offered or checked version back to go on writing; a check of it does not count any more.

    Raises:
        VersionConflict: it came out, or was sent back, meanwhile.
    """
    _require_keeper(identity)
    update_once(_in_state(State.OFFERED, State.CHECKED), publication, version, state=State.DRAFT)
    _unchecked(publication)
    _record(publication, "taken_back")


@transaction.atomic
def approve(*, identity: Identity, publication: Publication, version: int) -> None:
    """Say, as a second person, that the version is right as it was offered.

    Raises:
        OwnWorkError: the checker wrote in it.
        VersionConflict: it was taken back or checked meanwhile.
    """
    _require_second(identity, publication)
    update_once(_in_state(State.OFFERED), publication, version, state=State.CHECKED)
    Draft.objects.filter(pk=publication.pk).update(checked_by=identity.person, checked_at=timezone.now())
    _record(publication, "checked")


@transaction.atomic
def send_back(*, identity: Identity, publication: Publication, version: int, note: str) -> None:
    """Send the version back to its writers with what should be different.

    Raises:
        OwnWorkError: the checker wrote in it.
        VersionConflict: it was taken back or checked meanwhile.
    """
    _require_second(identity, publication)
    update_once(_in_state(State.OFFERED), publication, version, state=State.DRAFT)
    _unchecked(publication, note=note)
    _record(publication, "sent_back")


@transaction.atomic
def publish(*, identity: Identity, publication: Publication, version: int) -> Edition:
    """Let the checked version come out as the next edition, and bring it to the mayor as an item.

    What it delivers is delivered; the question that it answers is answered when the publisher is who was asked,
    and otherwise stays open with whom it was asked of.

    Raises:
        VersionConflict: it was taken back or came out meanwhile.
    """
    _require_keeper(identity)
    draft = Draft.objects.select_for_update().select_related("theme", "publication").get(pk=publication.pk)
    content: Content | None = draft.frozen
    number = publication.number + 1
    moment = timezone.now()
    update_once(
        _in_state(State.CHECKED),
        publication,
        version,
        state=State.PUBLISHED,
        number=number,
        published_at=moment,
        title=draft.title,
        theme=draft.theme,
        audience=draft.audience,
        summary=Truncator(draft.finding).chars(SUMMARY),
    )
    if content is None or draft.checked_by_id is None or draft.checked_at is None:
        raise ValueError("a checked version has its content and its checker")
    publication.refresh_from_db()
    item = bring(identity, publication, draft, number)
    edition = Edition.objects.create(
        municipality_id=identity.municipality,
        publication=publication,
        number=number,
        audience=draft.audience,
        content=content,
        sha256=draft.sha256,
        hands=draft.hands,
        author_id=publication.author_id,
        checked_by_id=draft.checked_by_id,
        checked_at=draft.checked_at,
        published_by_id=identity.person,
        published_at=moment,
        item=item,
    )
    _record(publication, "published", {"edition": number})
    answer(identity, publication, content)
    return edition


@transaction.atomic
def revise(*, identity: Identity, publication: Publication, version: int) -> None:
    """Begin a next version on the words of the last one; what is out stays out until the next comes.

    Raises:
        VersionConflict: someone else began it, or it was withdrawn.
    """
    _require_keeper(identity)
    update_once(_in_state(State.PUBLISHED), publication, version, state=State.DRAFT)
    _unchecked(publication)
    Draft.objects.filter(pk=publication.pk).update(hands=[identity.person], changes="")
    _record(publication, "revised")


@transaction.atomic
def withdraw(*, identity: Identity, publication: Publication, version: int, reason: str) -> None:
    """Withdraw what is out: it stays to be read, with the reason above it, and is not offered anywhere any more.

    The mayor, who may have acted on it, hears of it as of anything that arrives.

    Raises:
        VersionConflict: it was changed meanwhile, or nothing is out.
    """
    _require_keeper(identity)
    update_once(
        Publication.objects.filter(number__gt=0).exclude(state=State.WITHDRAWN),
        publication,
        version,
        state=State.WITHDRAWN,
        withdrawn_at=timezone.now(),
        withdrawn_by_id=identity.person,
        withdrawn_reason=reason,
    )
    tell_withdrawn(identity, publication, reason)
    _record(publication, "withdrawn")


@transaction.atomic
def take_copy(*, identity: Identity, publication: Publication, number: int) -> None:  # noqa: ARG001 - the ledger names who acts
    """Note on the ledger that someone took an edition as a document."""
    _record(publication, "copied", {"edition": number})


def _just_started(identity: Identity, values: dict[str, Any]) -> Publication | None:
    return Publication.objects.filter(
        municipality=identity.municipality,
        author=identity.person,
        title=values["title"],
        state=State.DRAFT,
        number=0,
        draft__asked=values["asked"],
        draft__finding=values.get("finding", ""),
        started_at__gte=timezone.now() - TWICE,
    ).first()


def _write(identity: Identity, publication: Publication, **values: Any) -> None:
    draft = _draft(publication)
    hands = sorted({*draft.hands, identity.person})
    Draft.objects.filter(pk=draft.pk).update(**values, hands=hands)


def _unchecked(publication: Publication, **values: Any) -> None:
    Draft.objects.filter(pk=publication.pk).update(
        frozen=None, sha256="", checked_by=None, checked_at=None, **values
    )


def _draft(publication: Publication) -> Draft:
    return Draft.objects.select_for_update().select_related("publication", "theme").get(pk=publication.pk)


def _in_state(*states: State) -> Any:
    return Publication.objects.filter(state__in=states)


def _require_keeper(identity: Identity) -> None:
    if not keeps(identity):
        raise PermissionDenied(_("Analyses schrijven is voor de analist en de adviseur."))


def _require_second(identity: Identity, publication: Publication) -> None:
    _require_keeper(identity)
    # Who stands in for a writer, or a writer who stands in for someone else, is no second pair of eyes.
    if {identity.person, *identity.persons} & {*_draft(publication).hands, publication.author_id}:
        raise OwnWorkError(_("U schreef mee aan deze versie. Laat een ander haar nakijken."))


def _record(publication: Publication, act: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=publication.municipality_id,
        action=f"publications:publication:{act}",
        subject=publication.pk,
        version=publication.version,
        data=data,
    )
