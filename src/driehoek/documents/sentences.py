"""What is said about documents on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.documents import queries
from driehoek.documents.models import (
    Document,
    Lock,
    Origin,
    Redaction,
    RedactionState,
    Scan,
    TextState,
    Version,
)
from driehoek.documents.redaction import Passage, grounds
from driehoek.documents.search import COUNTED, Group, Hit
from driehoek.web import formatting
from driehoek.web.components import Action, Entry, Pair, Row, Tag, TagKind

LOOKS: dict[str, TagKind] = {
    RedactionState.DRAFT: "ask",
    RedactionState.CONFIRMED: "calm",
    RedactionState.REJECTED: "unknown",
}


def _moment(when: object) -> str:
    return formatting.moment(when, language=formatting.known(get_language()))  # type: ignore[arg-type]


def rows(documents: Sequence[Document]) -> list[Row]:
    """Return the list of documents; two queries."""
    newest = queries.newest_versions(documents)
    locks = queries.running_locks(documents)
    return [_row(one, newest[one.pk], locks.get(one.pk)) for one in documents]


def _row(document: Document, version: Version, lock: Lock | None) -> Row:
    tags = [Tag(str(document.get_classification_display()), "barred")]
    if lock is not None:
        tags.append(Tag(_("Vastgezet door %(who)s") % {"who": lock.by.name}, "ask"))
    if version.scan == Scan.UNSCANNED:
        tags.append(Tag(str(version.get_scan_display()), "unknown"))
    if version.text_state == TextState.UNREADABLE:
        tags.append(Tag(str(version.get_text_state_display()), "unknown"))
    return Row(
        title=document.title,
        url=reverse("documents:document", args=[document.case_id, document.pk]),
        kind=str(document.get_kind_display()),
        tags=tags,
        meta=" · ".join(
            (
                document.compartment.name,
                _("versie %(number)s") % {"number": version.number},
                _moment(document.changed_at),
            )
        ),
    )


def facts(document: Document, version: Version, lock: Lock | None) -> list[Pair]:
    """Return what is known about a document and its newest version."""
    said = [
        Pair(_("Soort"), str(document.get_kind_display())),
        Pair(_("Compartiment"), document.compartment.name),
        Pair(_("Vertrouwelijkheid"), str(document.get_classification_display())),
        Pair(_("Nieuwste versie"), version_words(version)),
        Pair(_("Scan op schadelijke bestanden"), str(version.get_scan_display())),
        Pair(_("Tekst"), str(version.get_text_state_display())),
    ]
    if lock is not None:
        said.insert(
            0,
            Pair(
                _("Vastgezet"),
                _("door %(who)s tot %(until)s") % {"who": lock.by.name, "until": _moment(lock.until)},
            ),
        )
    if document.table_title:
        said.append(Pair(_("Voorgesteld voor de driehoek"), document.table_title))
    return said


def version_words(version: Version) -> str:
    """Return a version in one line: number, type, size, when."""
    parts = [
        _("versie %(number)s") % {"number": version.number},
        str(version.get_file_type_display()),
        filesizeformat(version.size),
        _moment(version.at),
    ]
    return " · ".join(parts)


def version_row(document: Document, version: Version) -> Row:
    """Return one version with what can be done with it."""
    where = [document.case_id, document.pk, version.pk]
    tags = [Tag(str(version.get_origin_display()), "calm")] if version.origin == Origin.REDACTED else []
    about = _("versie %(number)s") % {"number": version.number}
    actions = [Action(_("Ophalen"), reverse("documents:download", args=where), about=about)]
    if version.text_state in (TextState.READ, TextState.NONE):
        actions.append(Action(_("Bekijken"), reverse("documents:look", args=where), about=about))
    return Row(
        title=_("Versie %(number)s: %(name)s") % {"number": version.number, "name": version.file_name},
        text=version.note,
        tags=tags,
        meta=" · ".join(
            (
                version.by.name,
                _moment(version.at),
                filesizeformat(version.size),
                _("SHA-256 %(start)s…") % {"start": version.sha256[:12]},
            )
        ),
        actions=actions,
    )


def lock_entry(lock: Lock) -> Entry:
    """Return one lock of the past or present."""
    text = _("tot %(until)s") % {"until": _moment(lock.until)}
    if lock.ended_at and lock.ended_by_id and lock.ended_by_id != lock.by_id and lock.ended_by:
        text = _("Verbroken door %(who)s: %(reason)s") % {"who": lock.ended_by.name, "reason": lock.reason}
    elif lock.ended_at and lock.ended_by_id:
        text = _("Vrijgegeven %(when)s") % {"when": _moment(lock.ended_at)}
    return Entry(when=lock.since, title=_("Vastgezet door %(who)s") % {"who": lock.by.name}, text=text)


def redaction_row(document: Document, redaction: Redaction) -> Row:
    """Return one redacted copy or draft of it."""
    return Row(
        title=_("Gelakte versie van versie %(number)s") % {"number": redaction.source.number},
        url=reverse("documents:redaction", args=[document.case_id, document.pk, redaction.pk]),
        tags=(Tag(str(redaction.get_state_display()), LOOKS[redaction.state]),),
        meta=f"{redaction.made_by.name} · {_moment(redaction.made_at)}",
    )


def redaction_facts(redaction: Redaction) -> list[Pair]:
    """Return who chose and who judged."""
    said = [
        Pair(_("Stand"), str(redaction.get_state_display())),
        Pair(_("Gekozen door"), f"{redaction.made_by.name}, {_moment(redaction.made_at)}"),
    ]
    if redaction.judged_by and redaction.judged_at:
        said.append(Pair(_("Beoordeeld door"), f"{redaction.judged_by.name}, {_moment(redaction.judged_at)}"))
    return said


def passage_rows(text: str, passages: Iterable[Passage]) -> list[Row]:
    """Return what is under the bars, each fragment once with its ground and how often it stands there."""
    counted: dict[tuple[str, str], int] = {}
    for one in passages:
        key = (" ".join(text[one.start : one.end].split()), one.ground)
        counted[key] = counted.get(key, 0) + 1
    return [
        Row(
            title=fragment,
            text=f"{code}: {grounds()[code].words}",
            meta=_("%(n)s keer") % {"n": number},
        )
        for (fragment, code), number in counted.items()
    ]


def number_words(group: Group) -> str:
    """Say how many were found, never more than someone looks through."""
    return _("meer dan %(n)s") % {"n": COUNTED} if group.more else str(group.number)


def hit_row(hit: Hit) -> Row:
    """Return one hit: what it is, where, since when, and the words that were found."""
    parts = [hit.where, _("gewijzigd %(when)s") % {"when": _moment(hit.at)}]
    return Row(
        title=hit.title,
        url=hit.url,
        text=hit.snippet,
        tags=hit.tags,
        meta=" · ".join(part for part in parts if part),
    )
