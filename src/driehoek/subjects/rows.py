"""Records and links in sentences, for lists and pages. Call these while the reading is being logged."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.subjects.details import FIELDS, from_text
from driehoek.subjects.models import Certainty, Link, LinkKind, Subject
from driehoek.web.components import Action, Pair, Row, Tag, TagKind
from driehoek.web.formatting import date_long, known

LOOKS: dict[str, TagKind] = {
    Certainty.CONFIRMED: "calm",
    Certainty.LIKELY: "",
    Certainty.UNVERIFIED: "unknown",
    Certainty.DENIED: "barred",
}


def day(value: date) -> str:
    """Write a day in the reader's language."""
    return date_long(value, language=known(get_language()))


def source_of(thing: Subject | Link) -> str:
    """Say from whom something comes."""
    return thing.source.name if thing.source else _("eigen bevinding")


def subject_row(subject: Subject) -> Row:
    """Return a record as a line of a list."""
    return Row(
        title=subject.label,
        url=reverse("subjects:one", args=[subject.case_id, subject.pk]),
        kind=str(subject.get_kind_display()).lower(),
        tags=tags_of(subject),
        meta=_("%(part)s · bron: %(source)s · %(day)s")
        % {"part": subject.compartment.name, "source": source_of(subject), "day": day(subject.made_at)},
    )


def tags_of(subject: Subject) -> list[Tag]:
    """Return what must be seen at once of a record."""
    found = []
    if subject.restricted_at:
        found.append(Tag(_("verwerking beperkt"), "barred"))
    if subject.ended_at:
        found.append(Tag(_("afgesloten"), "unknown"))
    if subject.leader_id:
        found.append(Tag(_("samengevoegd"), "accent"))
    return found


def fact_pairs(subject: Subject) -> list[Pair]:
    """Return what a record says, with where it lies and from whom it comes."""
    values = from_text(subject.details)
    pairs = [
        Pair(str(field.label), _value(field.key, values[field.key]))
        for field in FIELDS[subject.kind]
        if field.key in values
    ]
    if subject.note:
        pairs.append(Pair(_("Toelichting"), subject.note))
    pairs += [
        Pair(_("Bron"), source_of(subject)),
        Pair(_("Te zien voor"), subject.compartment.name),
        Pair(_("Genoteerd"), day(subject.made_at)),
    ]
    if subject.ended_at:
        pairs.append(Pair(_("Afgesloten"), f"{day(subject.ended_at)}: {subject.ended_reason}"))
    return pairs


def _value(key: str, text: str) -> str:
    return day(date.fromisoformat(text)) if key == "birth_date" else text


def period_of(link: Link) -> str:
    """Say over which time a link holds, as far as known."""
    if link.since and link.until:
        return _("van %(since)s tot en met %(until)s") % {"since": day(link.since), "until": day(link.until)}
    if link.since:
        return _("vanaf %(since)s") % {"since": day(link.since)}
    if link.until:
        return _("tot en met %(until)s") % {"until": day(link.until)}
    return _("periode onbekend")


def certainty_of(link: Link) -> str:
    """Say how certain a link is. A picture asks this a thousand times, for which Django's own way is slow."""
    return str(Certainty(link.certainty).label)


def sentence_of(link: Link, *, one: str, other: str) -> str:
    """Return a link as a sentence without a full stop: who, what, to whom."""
    return f"{one} {LinkKind(link.kind).label} {other}"


def link_row(link: Link, *, at: Subject | None = None, may_change: bool = False) -> Row:
    """Return a link as a line of a list; on the page of a record its line leads to the other end."""
    target = link.from_subject if at is not None and at.pk == link.to_subject_id else link.to_subject
    title = sentence_of(link, one=link.from_subject.label, other=link.to_subject.label)
    tags = [Tag(certainty_of(link).lower(), LOOKS[link.certainty])]
    if link.ended_at:
        tags.append(Tag(_("weggehaald"), "unknown"))
    meta = _("bron: %(source)s") % {"source": source_of(link)}
    if link.ended_at:
        meta += f" · {link.ended_reason}"
    return Row(
        title=title,
        url=reverse("subjects:one", args=[link.case_id, target.pk]),
        tags=tags,
        text=f"{period_of(link)}. {link.note}".strip(),
        meta=meta,
        actions=_link_actions(link, title) if may_change else (),
    )


def _link_actions(link: Link, about: str) -> list[Action]:
    place = [link.case_id, link.pk]
    if link.ended_at:
        back = reverse("subjects:link_reopen", args=place)
        return [Action(_("Zet terug"), back, post=True, values=[("version", str(link.version))], about=about)]
    return [
        Action(_("Wijzig"), reverse("subjects:link_change", args=place), about=about),
        Action(_("Haal weg"), reverse("subjects:link_end", args=place), about=about),
    ]
