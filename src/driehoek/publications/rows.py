"""Publications as lines and facts on a screen."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.position.models import Certainty
from driehoek.problems.models import Classification
from driehoek.publications.contents import TEXTS, Content
from driehoek.publications.models import Audience, Draft, Edition, Publication, State
from driehoek.publications.words import spoken
from driehoek.web import formatting
from driehoek.web.components import Pair, Row, Tag, TagKind

# What stands under the charts: how it was found.
BEHIND: Final = ("method", "sources", "period")
# What weighs the answer; the question itself stands above everything.
WEIGHS: Final = ("limits", "comparison", "certainty_why")
_KINDS: Final[dict[State, TagKind]] = {
    State.DRAFT: "unknown",
    State.OFFERED: "ask",
    State.CHECKED: "accent",
    State.PUBLISHED: "calm",
    State.WITHDRAWN: "barred",
}


def row(found: Publication) -> Row:
    """Return what is out as a line: title, what was found, of when and by whom."""
    withdrawn = found.state == State.WITHDRAWN
    said = [found.theme.name, found.author.name, _out(found)]
    return Row(
        title=found.title,
        url=reverse("publications:page", args=[found.pk]),
        text=found.withdrawn_reason if withdrawn else found.summary,
        tags=(state_tag(found),) if withdrawn else (),
        meta=" · ".join(said),
        subject="" if withdrawn else f"publications.publication:{found.pk}",
    )


def making_row(found: Publication) -> Row:
    """Return a version in the making as a line."""
    meta = [found.draft.theme.name, found.author.name]
    if found.number:
        meta.append(_("wordt versie %(number)s") % {"number": found.number + 1})
    return Row(
        title=found.draft.title,
        url=reverse("publications:draft", args=[found.pk]),
        tags=(state_tag(found),),
        meta=" · ".join(meta),
    )


def state_tag(found: Publication) -> Tag:
    """Return where a publication stands."""
    state = State(found.state)
    return Tag(str(state.label).lower(), _KINDS[state])


def certainty_tag(content: Content) -> Tag:
    """Return how sure the finding is, in words."""
    certainty = Certainty(content["certainty"])
    kind: TagKind = "calm" if certainty == Certainty.CONFIRMED else "unknown"
    return Tag(_("Zekerheid: %(said)s") % {"said": str(certainty.label).lower()}, kind)


def parts(content: Content) -> dict[str, list[tuple[str, str, str]]]:
    """Return the filled parts as (name, heading, text): what was found, what weighs that, and how it was found."""
    filled = [(name, str(label), content[name]) for name, label in TEXTS.items() if content[name].strip()]
    return {
        "asked": [one for one in filled if one[0] == "asked"],
        "front": [one for one in filled if one[0] not in (*BEHIND, *WEIGHS, "asked")],
        "weighs": [one for one in filled if one[0] in WEIGHS],
        "behind": [one for one in filled if one[0] in BEHIND],
    }


def facts(found: Publication, edition: Edition) -> list[Pair]:
    """Return who wrote and checked an edition, when it came out, for whom, and its seal."""
    content: dict[str, Any] = edition.content
    when = formatting.date_long(edition.published_at, language=spoken())
    return [
        Pair(_("Geschreven door"), edition.author.name),
        Pair(_("Nagekeken door"), edition.checked_by.name),
        Pair(_("Gepubliceerd"), _("%(when)s, versie %(number)s") % {"when": when, "number": edition.number}),
        Pair(_("Thema"), content["theme"]),
        Pair(_("Gebieden"), ", ".join(content["areas"]) or _("de hele gemeente")),
        Pair(_("Vertrouwelijkheid"), str(Classification(content["classification"]).label)),
        Pair(_("Wie mag dit lezen?"), str(Audience(edition.audience).label)),
        *_behind(found),
        Pair(_("Zegel"), edition.sha256[:16]),
    ]


def draft_facts(draft: Draft, areas: list[str]) -> list[Pair]:
    """Return the same of a draft, as far as it is known."""
    found = [
        Pair(_("Geschreven door"), draft.publication.author.name),
        Pair(_("Thema"), draft.theme.name),
        Pair(_("Gebieden"), ", ".join(areas) or _("de hele gemeente")),
        Pair(_("Vertrouwelijkheid"), str(Classification(draft.classification).label)),
        Pair(_("Wie mag dit lezen?"), str(Audience(draft.audience).label)),
        *_behind(draft.publication),
    ]
    if draft.checked_by is not None:
        found.insert(1, Pair(_("Nagekeken door"), draft.checked_by.name))
    return found


def _behind(found: Publication) -> list[Pair]:
    """Return what it answers or delivers, one tap away."""
    look = _("Bekijk")
    if found.question is not None:
        url = reverse("position:question", args=[found.question_id])
        return [Pair(_("Antwoord op"), found.question.text, url, look)]
    if found.delivery is not None:
        url = reverse("position:delivery", args=[found.delivery_id])
        return [Pair(_("Geleverd voor"), found.delivery.agreement.what, url, look)]
    return []


def _out(found: Publication) -> str:
    when = formatting.date_long(found.published_at, language=spoken()) if found.published_at else ""
    if found.number > 1:
        return _("versie %(number)s, %(when)s") % {"number": found.number, "when": when}
    return when
