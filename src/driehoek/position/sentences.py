"""How the position reads on a screen: when, how late, how often, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.deadlines import recurrence
from driehoek.deadlines.ladder import RouteStep
from driehoek.deadlines.lines import lateness
from driehoek.deadlines.recurrence import Rhythm
from driehoek.position.models import (
    Agreement,
    AgreementState,
    Certainty,
    Delivery,
    DeliveryState,
    Item,
    Moment,
    Need,
    NeedState,
    Reading,
    Verdict,
)
from driehoek.problems.models import Problem
from driehoek.web import formatting
from driehoek.web.components import Pair, Row, Step, StepState, Tag

# How much of an item a list shows: its first two sentences or so.
PREVIEW: Final = 200
LADDER_STATES: dict[str, StepState] = {"done": "done", "next": "now", "todo": "todo", "skipped": "barred"}


def language() -> formatting.Language:
    """Return the language of the screen."""
    return formatting.known(get_language())


def lower(words: object) -> str:
    """Return words with a small first letter, for the middle of a sentence; names of bodies stay as they are."""
    text = str(words)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def opening(words: str) -> str:
    """Return words with a capital first letter, for the start of a line; names of days and months stay as they are."""
    return words[:1].upper() + words[1:]


def rhythm_words(agreement: Agreement) -> str:
    """Say how often an agreement delivers: "elke maand, op de 10e", "bij een aanhouding"."""
    if agreement.rhythm == Rhythm.ONCE:
        day = formatting.date_long(agreement.starts_on, language=language())
        return _("één keer, uiterlijk %(day)s") % {"day": day}
    if agreement.rhythm == Rhythm.EVENT:
        return lower(Moment(agreement.moment).label if agreement.moment else Moment.OTHER.label)
    return recurrence.words(agreement.rhythm, agreement.rule)


def often(rhythm: str) -> str:
    """Say a rhythm in the middle of a sentence; empty when none was said."""
    return lower(Rhythm(rhythm).label) if rhythm else ""


def days_words(delivery: Delivery, *, in_full: bool = False) -> str:
    """Say which days a delivery is about, `in_full` with the year, to be kept.

    Empty for what is asked once or comes at an event.
    """
    start, end = delivery.period_start, delivery.period_end
    if start is None or end is None or delivery.agreement.rhythm in (Rhythm.ONCE, Rhythm.EVENT):
        return ""
    say = formatting.date_long if in_full else formatting.date_short
    first, last = say(start, language=language()), say(end, language=language())
    return first if start == end else _("%(first)s tot en met %(last)s") % {"first": first, "last": last}


def period_words(delivery: Delivery) -> str:
    """Say the same behind the name of what is delivered: "over ma 16 nov tot en met zo 22 nov"."""
    days = days_words(delivery)
    return _("over %(days)s") % {"days": days} if days else ""


def is_late(delivery: Delivery) -> bool:
    """Tell whether a delivery is awaited after its grace."""
    if delivery.state != DeliveryState.EXPECTED or delivery.deadline is None:
        return False
    return delivery.deadline.late_after < timezone.now()


def due_words(delivery: Delivery) -> str:
    """Say when a delivery is due, or how late it is."""
    if delivery.deadline is None:
        return ""
    if late := lateness(delivery.deadline, timezone.now()):
        return late
    moment = formatting.moment(delivery.deadline.due_at, language=language())
    if delivery.deadline.due_at <= timezone.now():
        return _("moest er zijn: %(moment)s") % {"moment": moment}
    return _("uiterlijk %(moment)s") % {"moment": moment}


def punctual_words(delivery: Delivery) -> str:
    """Say whether a received delivery was on time; empty when no time was agreed."""
    if delivery.deadline is None or delivery.received_at is None:
        return ""
    if late := lateness(delivery.deadline, delivery.received_at):
        return late
    return _("op tijd") if delivery.received_at <= delivery.deadline.due_at else _("binnen de uitloop")


def context_pairs(
    agreement: Agreement | None, problem: Problem | None, need: Need | None = None
) -> list[Pair]:
    """Return what lies behind a thing, each one tap away: the agreement, the need, the problem."""
    look = _("Bekijk")
    pairs = []
    if agreement is not None:
        url = reverse("position:agreement", args=[agreement.pk])
        pairs.append(Pair(_("Afspraak"), agreement.what, url, look))
    if need is not None:
        url = reverse("position:need", args=[need.pk])
        pairs.append(Pair(_("Waarvoor"), need.sentence, url, look))
    if problem is not None:
        words = _("%(number)s: %(title)s") % {"number": problem.number, "title": problem.title}
        pairs.append(Pair(_("Probleem"), words, reverse("problems:page", args=[problem.pk]), look))
    return pairs


def ladder(route: Sequence[RouteStep]) -> list[Step]:
    """Show the route of a late deadline as steps: who was told when, and whose turn is next."""
    return [
        Step(
            label=": ".join(filter(None, [step.label, step.who])),
            state=LADDER_STATES[step.state],
            words=_step_words(step),
        )
        for step in route
    ]


def _step_words(step: RouteStep) -> str:
    at = formatting.moment(step.at, language=language()) if step.at else ""
    if step.state == "done":
        return _("%(at)s, gezien") % {"at": at} if step.seen else _("%(at)s, nog niet gezien") % {"at": at}
    if step.state == "next":
        return _("aan de beurt %(at)s") % {"at": at} if at else _("aan de beurt")
    return _("wordt overgeslagen") if step.state == "skipped" else _("daarna")


def need_tags(need: Need) -> tuple[Tag, ...]:
    """Return where a need stands; `agreed` and `late` are those of queries.needs.mark_standing."""
    if need.state == NeedState.BARRED:
        return (Tag(_("mag niet van de wet"), "barred"),)
    if need.state == NeedState.ENDED:
        return (Tag(_("niet meer nodig"), "unknown"),)
    if not getattr(need, "agreed", False):
        return (Tag(_("niet afgesproken"), "ask"),)
    if getattr(need, "late", False):
        return (Tag(_("te laat"), "ask"),)
    return (Tag(_("afgesproken"), "calm"),)


def need_row(need: Need) -> Row:
    """Make the row of a need."""
    parts = [need.theme.name, need.partner.name if need.partner else _("nog geen partner")]
    if need.rhythm:
        parts.append(often(need.rhythm))
    if need.problem:
        parts.append(_("probleem %(number)s") % {"number": need.problem.number})
    return Row(
        need.sentence,
        reverse("position:need", args=[need.pk]),
        tags=need_tags(need),
        meta=" · ".join(parts),
    )


def agreement_tags(agreement: Agreement) -> tuple[Tag, ...]:
    """Return where an agreement stands; `late` is that of queries.agreements.mark_next."""
    tags = []
    if agreement.state == AgreementState.PAUSED:
        tags.append(Tag(_("rust"), "unknown"))
    elif agreement.state == AgreementState.ENDED:
        tags.append(Tag(_("beëindigd"), "unknown"))
    elif getattr(agreement, "late", False):
        tags.append(Tag(_("te laat"), "ask"))
    if agreement.personal_data:
        tags.append(Tag(_("persoonsgegevens, nog niet getoetst"), "barred"))
    return tuple(tags)


def agreement_row(agreement: Agreement) -> Row:
    """Make the row of an agreement; `next_due` is that of queries.agreements.mark_next."""
    parts = [rhythm_words(agreement), agreement.need.theme.name]
    due = getattr(agreement, "next_due", None)
    if due and agreement.state == AgreementState.ACTIVE and not getattr(agreement, "late", False):
        parts.append(_("volgende: %(moment)s") % {"moment": formatting.moment(due, language=language())})
    return Row(
        agreement.what,
        reverse("position:agreement", args=[agreement.pk]),
        text=agreement.supplier.name,
        tags=agreement_tags(agreement),
        meta=" · ".join(parts),
    )


def delivery_tag(delivery: Delivery) -> Tag:
    """Return where a delivery stands."""
    if delivery.state == DeliveryState.DROPPED:
        return Tag(_("vervallen"), "unknown")
    if delivery.state == DeliveryState.RECEIVED:
        late = (
            delivery.deadline is not None
            and delivery.received_at is not None
            and delivery.received_at > delivery.deadline.late_after
        )
        return Tag(_("te laat binnen"), "ask") if late else Tag(_("binnen"), "calm")
    return Tag(_("te laat"), "ask") if is_late(delivery) else Tag(_("verwacht"))


def delivery_row(delivery: Delivery, *, url: str = "") -> Row:
    """Make the row of a delivery: what, over which days, how it stands."""
    return Row(
        delivery.agreement.what,
        url or reverse("position:delivery", args=[delivery.pk]),
        text=period_words(delivery),
        tags=(delivery_tag(delivery),),
        meta=" · ".join(filter(None, [delivery.supplier.name, when_words(delivery)])),
    )


def own_row(delivery: Delivery, *, url: str = "") -> Row:
    """Make the row of a delivery among those of one supplier or agreement, which need not be named again."""
    row = delivery_row(delivery, url=url)
    return replace(row, meta=when_words(delivery))


def period_row(delivery: Delivery) -> Row:
    """Make the row of a delivery on the page of its agreement: its period is its name."""
    days = days_words(delivery)
    row = own_row(delivery)
    return replace(row, title=opening(days), text="") if days else row


def when_words(delivery: Delivery) -> str:
    """Say when a delivery came and whether that was on time, or when it is due."""
    if delivery.received_at is None:
        return due_words(delivery)
    moment = formatting.moment(delivery.received_at, language=language())
    return " · ".join(filter(None, [_("binnen %(moment)s") % {"moment": moment}, punctual_words(delivery)]))


def rating_words(reading: Reading) -> str:
    """Say what one reader thought of an item, with the mark if there is one."""
    verdict = lower(Verdict(reading.verdict).label)
    if reading.mark is None:
        return verdict
    return _("%(verdict)s, cijfer %(mark)s van 5") % {"verdict": verdict, "mark": reading.mark}


def item_tags(item: Item) -> tuple[Tag, ...]:
    """Return what a reader must know of an item before reading it."""
    tags = []
    if item.expired_at is not None:
        tags.append(Tag(_("vervallen"), "unknown"))
    if item.must_know:
        tags.append(Tag(_("vandaag weten"), "ask"))
    if item.delivery is not None and came_late(item):
        tags.append(Tag(_("te laat binnen"), "ask"))
    if item.personal_data:
        tags.append(Tag(_("met persoonsgegevens"), "barred"))
    if item.certainty != Certainty.CONFIRMED:
        tags.append(Tag(lower(Certainty(item.certainty).label), "unknown"))
    return tuple(tags)


def came_late(item: Item) -> bool:
    """Tell whether an item came after the grace of its delivery."""
    deadline = item.delivery.deadline if item.delivery is not None else None
    received = item.delivery.received_at if item.delivery is not None else None
    return deadline is not None and received is not None and received > deadline.late_after


def item_row(item: Item) -> Row:
    """Make the row of an item: what, from whom, since when."""
    received = formatting.moment(item.received_at, language=language())
    return Row(
        item.title,
        reverse("position:item", args=[item.pk]),
        text=Truncator(item.meaning or item.text).chars(PREVIEW),
        tags=item_tags(item),
        meta=f"{item.supplier.name} · {item.theme.name} · {received}",
    )
