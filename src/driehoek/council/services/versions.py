"""Making, confirming, releasing and withdrawing council versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.council import counts, queries
from driehoek.council.composing import Composed, compose, doubts_in, open_texts
from driehoek.council.content import canonical, digest
from driehoek.council.models import (
    ChosenIndicator,
    Depth,
    Passage,
    Release,
    ReleaseBasis,
    ReleaseContent,
    Version,
    VersionState,
    Withdrawal,
)
from driehoek.council.services.common import (
    NotNowError,
    RefusedTextError,
    one_at_a_time,
    record,
    require_keeper,
    require_leader,
)
from driehoek.figures.models import Indicator
from driehoek.ledger.versions import update_once
from driehoek.plans import queries as plans
from driehoek.position.queries.walls import TWICE

HEADING_LENGTH = 140
TEXT_LENGTH = 4000


class ChangedSinceError(Exception):
    """What would be released is not what was confirmed: figures or earlier releases have changed since."""


class NothingToReleaseError(ValueError):
    """A version without figures and texts says nothing."""


@dataclass(frozen=True)
class NewVersion:
    """What a version shows; see the model for the fields."""

    title: str
    year: int
    quarter: int
    indicators: Sequence[Indicator]
    intro: str = ""
    depth: Depth = Depth.DISTRICT
    minimum: int = 5


@transaction.atomic
def make_version(*, identity: Identity, new: NewVersion) -> Version:
    """Begin a version as a draft. Sent twice, it is begun once.

    Raises:
        PermissionDenied: not for who does not prepare the council's papers.
        RefusedTextError: the title or the introduction holds a citizen service number.
    """
    require_keeper(identity)
    _require_fit(new.title, new.intro)
    one_at_a_time(identity.municipality, "council.version")
    before = _just_made(identity, new)
    if before is not None:
        return before
    made = Version.objects.create(
        municipality_id=identity.municipality,
        title=new.title.strip(),
        intro=new.intro.strip(),
        year=new.year,
        quarter=new.quarter,
        depth=new.depth,
        minimum=new.minimum,
        made_by_id=identity.person,
    )
    _choose(identity, made, new.indicators)
    record(identity, "version:made", made.pk, version=1, data={"year": new.year, "quarter": new.quarter})
    return made


@transaction.atomic
def change_version(*, identity: Identity, found: Version, version: int, new: NewVersion) -> None:
    """Change what a draft shows.

    Raises:
        VersionConflict: it was changed or confirmed meanwhile.
        RefusedTextError: the title or the introduction holds a citizen service number.
    """
    require_keeper(identity)
    _require_fit(new.title, new.intro)
    update_once(
        _drafts(identity),
        found,
        version,
        title=new.title.strip(),
        intro=new.intro.strip(),
        year=new.year,
        quarter=new.quarter,
        depth=new.depth,
        minimum=new.minimum,
    )
    found.chosen.all().delete()
    _choose(identity, found, new.indicators)
    record(identity, "version:changed", found.pk, version=found.version)


@transaction.atomic
def add_passage(*, identity: Identity, found: Version, heading: str, text: str, origin: str = "") -> Passage:
    """Add a text to a draft, after the others; the same text stands there once.

    Raises:
        NotNowError: it is no draft any more.
        RefusedTextError: the text holds a citizen service number.
    """
    require_keeper(identity)
    _require_draft(found)
    _require_fit(heading, text)
    same = found.passages.filter(heading=heading.strip(), text=text.strip()).first()
    if same is not None:
        return same
    last: int | None = found.passages.aggregate(last=Max("place"))["last"]
    made = Passage.objects.create(
        municipality_id=identity.municipality,
        council_version=found,
        heading=heading.strip(),
        text=text.strip(),
        origin=origin,
        place=(last or 0) + 1,
    )
    record(identity, "passage:added", found.pk, data={"passage": str(made.pk)})
    return made


@transaction.atomic
def change_passage(*, identity: Identity, passage: Passage, version: int, heading: str, text: str) -> None:
    """Change a text of a draft.

    Raises:
        VersionConflict: someone changed it meanwhile, or the version is no draft any more.
        RefusedTextError: the text holds a citizen service number.
    """
    require_keeper(identity)
    _require_fit(heading, text)
    rows = Passage.objects.filter(
        municipality=identity.municipality, council_version__state=VersionState.DRAFT
    )
    update_once(rows, passage, version, heading=heading.strip(), text=text.strip())
    record(identity, "passage:changed", passage.council_version_id, data={"passage": str(passage.pk)})


@transaction.atomic
def remove_passage(*, identity: Identity, passage: Passage) -> None:
    """Take a text out of a draft.

    Raises:
        NotNowError: it is no draft any more.
    """
    require_keeper(identity)
    _require_draft(passage.council_version)
    gone = str(passage.pk)
    passage.delete()
    record(identity, "passage:removed", passage.council_version_id, data={"passage": gone})


@transaction.atomic
def take_over(*, identity: Identity, found: Version) -> int:
    """Take the open texts of the newest quarterly report about the same quarter over; return how many came.

    A text that was taken over before is left as it is here, so that a second press brings nothing twice. Texts with
    a citizen service number stay behind.

    Raises:
        NotNowError: it is no draft any more, or that quarter has no fixed report.
    """
    require_keeper(identity)
    _require_draft(found)
    edition = plans.latest_edition(identity, found.year, found.quarter)
    if edition is None:
        raise NotNowError(_("Van dit kwartaal is nog geen kwartaalrapportage vastgesteld."))
    known = set(found.passages.values_list("origin", flat=True))
    fresh = [(key, text) for key, text in open_texts(edition.snapshot) if key[:120] not in known]
    fit = [(key, text) for key, text in fresh if not _refused(text.heading, text.text)]
    for key, text in fit:
        add_passage(
            identity=identity,
            found=found,
            heading=text.heading[:HEADING_LENGTH],
            text=text.text[:TEXT_LENGTH],
            origin=key[:120],
        )
    Version.objects.filter(pk=found.pk).update(edition=edition.pk)
    record(identity, "version:texts_taken", found.pk, data={"edition": str(edition.pk), "texts": len(fit)})
    return len(fit)


@transaction.atomic
def confirm(*, identity: Identity, found: Version, version: int) -> Composed:
    """Confirm that a draft can go to the mayor as it is composed now.

    Raises:
        VersionConflict: it was changed meanwhile, or is no draft any more.
        NothingToReleaseError: it has no figures and no texts.
        RefusedTextError: a text holds a citizen service number.
    """
    require_keeper(identity)
    found.refresh_from_db()
    composed = compose(identity, found)
    if composed.refused:
        raise RefusedTextError
    if not composed.content.tables and not composed.content.texts:
        raise NothingToReleaseError
    update_once(
        _drafts(identity),
        found,
        version,
        state=VersionState.CONFIRMED,
        confirmed_by_id=identity.person,
        confirmed_digest=digest(canonical(composed.content)),
    )
    record(identity, "version:confirmed", found.pk, version=found.version)
    return composed


@transaction.atomic
def reopen(*, identity: Identity, found: Version, version: int) -> None:
    """Make a confirmed version a draft again.

    Raises:
        VersionConflict: it was released or reopened meanwhile.
    """
    require_keeper(identity)
    rows = queries.versions_of(identity).filter(state=VersionState.CONFIRMED)
    update_once(rows, found, version, state=VersionState.DRAFT, confirmed_by_id=None, confirmed_digest="")
    record(identity, "version:reopened", found.pk, version=found.version)


@transaction.atomic
def release(*, identity: Identity, found: Version, version: int) -> Release:
    """Release a confirmed version to the council: from here on it stays as it is.

    Raises:
        PermissionDenied: only the mayor and the deputy release.
        ChangedSinceError: it would not say any more what was confirmed.
        VersionConflict: it was reopened or released meanwhile.
    """
    require_leader(identity)
    one_at_a_time(identity.municipality, "council.release")
    found.refresh_from_db()
    composed = compose(identity, found)
    contents = canonical(composed.content)
    if digest(contents) != found.confirmed_digest:
        raise ChangedSinceError
    rows = queries.versions_of(identity).filter(state=VersionState.CONFIRMED)
    update_once(rows, found, version, state=VersionState.RELEASED)
    last: int | None = Release.objects.filter(municipality=identity.municipality).aggregate(
        last=Max("number")
    )["last"]
    made = Release.objects.create(
        municipality_id=identity.municipality,
        council_version=found,
        number=(last or 0) + 1,
        title=found.title,
        year=found.year,
        quarter=found.quarter,
        sha256=digest(contents),
        released_by_id=identity.person,
        released_at=timezone.now(),
    )
    ReleaseContent.objects.create(release=made, municipality_id=identity.municipality, contents=contents)
    ReleaseBasis.objects.create(release=made, municipality_id=identity.municipality, counts=composed.basis)
    record(identity, "release:made", made.pk, data={"number": made.number, "sha256": made.sha256})
    return made


@transaction.atomic
def withdraw(*, identity: Identity, found: Release, reason: str) -> Withdrawal:
    """Withdraw a release: the council sees that it was withdrawn and why, and reads it no more.

    Withdrawing again changes nothing.

    Raises:
        PermissionDenied: only the mayor and the deputy withdraw.
        RefusedTextError: the reason holds a citizen service number.
    """
    require_leader(identity)
    _require_fit("", reason)
    made, new = Withdrawal.objects.get_or_create(
        release=found,
        defaults={
            "municipality_id": identity.municipality,
            "reason": reason.strip(),
            "by_id": identity.person,
            "at": timezone.now(),
        },
    )
    if new:
        record(identity, "release:withdrawn", found.pk, data={"number": found.number})
    return made


def _drafts(identity: Identity) -> QuerySet[Version]:
    return queries.versions_of(identity).filter(state=VersionState.DRAFT)


def _just_made(identity: Identity, new: NewVersion) -> Version | None:
    """Return the same version that the same person began just now, as when a form is sent twice."""
    return (
        _drafts(identity)
        .filter(
            title=new.title.strip(),
            intro=new.intro.strip(),
            year=new.year,
            quarter=new.quarter,
            depth=new.depth,
            minimum=new.minimum,
            made_by=identity.person,
            made_at__gte=timezone.now() - TWICE,
        )
        .first()
    )


def _require_draft(found: Version) -> None:
    if found.state != VersionState.DRAFT:
        raise NotNowError(_("Deze versie is al gecontroleerd. Maak haar eerst weer concept."))


def _refused(*texts: str) -> bool:
    return any(doubt.refuse for text in texts for doubt in doubts_in("", text))


def _require_fit(*texts: str) -> None:
    if _refused(*texts):
        raise RefusedTextError


def _choose(identity: Identity, found: Version, indicators: Sequence[Indicator]) -> None:
    """Keep which indicators a version shows; what cannot be offered is not kept."""
    fit = counts.offered(identity).filter(pk__in=[one.pk for one in indicators])
    ChosenIndicator.objects.bulk_create(
        ChosenIndicator(municipality_id=identity.municipality, council_version=found, indicator=one)
        for one in fit
    )
