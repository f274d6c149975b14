"""Where proposals for a briefing come from: what arrived, is asked, deviates, comes, or stands still."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.rules import KEEPERS_OF_POSITION, READERS_OF_FIGURES
from driehoek.analysis import sentences as analysis
from driehoek.analysis.models import Deviation
from driehoek.analysis.queries import deviations_for
from driehoek.briefings.proposals import BACK, SENTENCE, Proposal, register
from driehoek.briefings.words import spoken
from driehoek.meetings.queries.gatherings import coming as coming_meetings
from driehoek.meetings.queries.gatherings import points_of
from driehoek.moments.queries import coming as coming_moments
from driehoek.moments.rights import INSIDERS
from driehoek.moments.rights import READERS as READERS_OF_MOMENTS
from driehoek.moments.rows import row as moment_row
from driehoek.parties.models import Function
from driehoek.position.models import Certainty, DeliveryState, Item, QuestionKind, QuestionState
from driehoek.position.queries.deliveries import deliveries_of
from driehoek.position.queries.items import items_of
from driehoek.position.queries.questions import questions
from driehoek.position.queries.walls import SEES_PERSONAL_DATA, of_exercises
from driehoek.position.sentences import due_words, lower, period_words
from driehoek.position.words import READERS_OF_ITEMS
from driehoek.problems.models import Kind, Status
from driehoek.problems.queries import visible_to
from driehoek.publications.models import Edition
from driehoek.publications.queries import AUDIENCES, out_since
from driehoek.standard import sentences as standard
from driehoek.standard.queries import board
from driehoek.standard.queries.norms import theme_of
from driehoek.web import formatting

ITEM: Final = "position.item"
QUESTION: Final = "position.question"
DELIVERY: Final = "position.delivery"
DEVIATION: Final = "analysis.deviation"
NORM: Final = "standard.norm"
MOMENT: Final = "moments.moment"
MEETING: Final = "meetings.meeting"
POINT: Final = "meetings.point"
PROBLEM: Final = "problems.problem"
PUBLICATION: Final = "publications.publication"
# How many of a source are offered, and how many of those are ticked: together they fit on one A4.
MOST: Final = 8
TICKED: Final = 3
AHEAD_DAYS: Final = 7
STILL: Final = timedelta(days=28)


def register_all() -> None:
    """Name the sources in the order of urgency."""
    register(
        QUESTION,
        decisions,
        label=gettext_lazy("Besluiten die gevraagd zijn"),
        tag=gettext_lazy("Besluit gevraagd"),
        order=10,
    )
    register(
        ITEM,
        items,
        label=gettext_lazy("Binnengekomen deze week"),
        tag=gettext_lazy("Binnengekomen"),
        order=20,
    )
    register(
        DEVIATION,
        deviations,
        label=gettext_lazy("Cijfers die afwijken"),
        tag=gettext_lazy("Wijkt af"),
        order=30,
    )
    register(
        NORM,
        norms,
        label=gettext_lazy("Normen die niet gehaald worden"),
        tag=gettext_lazy("Norm niet gehaald"),
        order=40,
    )
    register(
        PUBLICATION,
        publications,
        label=gettext_lazy("Nieuwe analyses"),
        tag=gettext_lazy("Analyse"),
        order=50,
    )
    register(DELIVERY, late, label=gettext_lazy("Wat te laat is"), tag=gettext_lazy("Te laat"), order=60)
    register(
        PROBLEM,
        still,
        label=gettext_lazy("Problemen die stilstaan"),
        tag=gettext_lazy("Staat stil"),
        order=70,
    )
    register(
        MOMENT,
        moments,
        label=gettext_lazy("Risicomomenten komende week"),
        tag=gettext_lazy("Risicomoment"),
        order=80,
    )
    register(
        MEETING,
        next_meeting,
        label=gettext_lazy("Het volgende overleg"),
        tag=gettext_lazy("Overleg"),
        order=90,
    )
    register(POINT, points, label=gettext_lazy("Op de agenda"), tag=gettext_lazy("Agenda"), order=95)


def decisions(identity: Identity, now: datetime) -> list[Proposal]:  # noqa: ARG001 - what waits, whatever the day
    """Propose the decisions that are asked and not taken, the soonest due first."""
    rows = questions(identity).filter(
        of_exercises(False), kind=QuestionKind.DECISION, state=QuestionState.OPEN
    )
    found = []
    for place, one in enumerate(rows.order_by("deadline__due_at", "id")[:MOST]):
        due = _moment(one.deadline.due_at) if one.deadline else _("geen termijn")
        found.append(
            Proposal(
                QUESTION,
                str(one.pk),
                _fit(_("Besluit vóór %(due)s: %(text)s") % {"due": due, "text": one.text}),
                source=_("vraag in Driehoek"),
                url=reverse("position:question", args=[one.pk]),
                since=_("gevraagd %(day)s") % {"day": _day(one.asked_at)},
                from_whom=one.asked_by.name,
                problem=one.problem_id,
                functions=KEEPERS_OF_POSITION,
                chosen=place < TICKED,
            )
        )
    return found


def items(identity: Identity, now: datetime) -> list[Proposal]:
    """Propose what reached the mayor this week, what had to be known at once first; fixed reports are among it."""
    analyses = Edition.objects.filter(municipality=identity.municipality).values("item")
    rows = items_of(identity).filter(of_exercises(False), received_at__gte=now - BACK, expired_at=None)
    rows = rows.exclude(pk__in=analyses).order_by("-must_know", "-received_at", "-id")[:MOST]
    return [_item(one, ticked=one.must_know or place <= TICKED) for place, one in enumerate(rows)]


def _item(one: Item, *, ticked: bool) -> Proposal:
    words = _closed(one.title)
    said = one.meaning or one.text
    if said:
        words = f"{words} {Truncator(said).chars(160)}"
    functions: tuple[Function, ...] = READERS_OF_ITEMS
    level = Level.OVERVIEW
    if one.personal_data and one.problem_id is None:
        functions = SEES_PERSONAL_DATA
    elif one.personal_data:
        level = Level.FILE
    return Proposal(
        ITEM,
        str(one.pk),
        _fit(words),
        source=one.source or _("bericht van %(who)s") % {"who": one.supplier.name},
        url=reverse("position:item", args=[one.pk]),
        since=_day(one.fact_on or one.received_at),
        certainty=lower(one.get_certainty_display()),
        from_whom=one.supplier.name,
        problem=one.problem_id,
        level=int(level),
        functions=functions,
        chosen=ticked,
    )


def deviations(identity: Identity, now: datetime) -> list[Proposal]:  # noqa: ARG001 - what deviates now, whatever the day
    """Propose what deviates in the figures, the strongest first."""
    lines, _more = deviations_for(identity, limit=MOST)
    return [
        Proposal(
            DEVIATION,
            str(line.deviation.pk),
            _fit(f"{analysis.title(line.deviation)}. {_measured(line.deviation)}"),
            source=line.deviation.series.indicator.source.attribution,
            url=reverse("analysis:deviation", args=[line.deviation.pk]),
            since=analysis.period_words(line.deviation),
            certainty=str(analysis.certainty_of(line.deviation).label).lower(),
            functions=READERS_OF_FIGURES,
            chosen=place < TICKED,
        )
        for place, line in enumerate(lines)
    ]


def norms(identity: Identity, now: datetime) -> list[Proposal]:  # noqa: ARG001 - how norms stand, whatever the day
    """Propose the norms that are broken, one for each theme, the longest broken first."""
    found = []
    for place, line in enumerate(board(identity).exceptions[:MOST]):
        judged, norm = line.lead, line.lead.norm
        found.append(
            Proposal(
                NORM,
                str(norm.pk),
                _fit(standard.sentence(judged)),
                source=_("norm bij %(theme)s") % {"theme": theme_of(norm).name},
                url=reverse("standard:norm", args=[norm.pk]),
                since=standard.run_words(judged),
                certainty=str(analysis.Certainty(judged.judgement.sureness.value).label).lower(),
                functions=KEEPERS_OF_POSITION if norm.agreement_id else READERS_OF_FIGURES,
                chosen=place < TICKED - 1,
            )
        )
    return found


def publications(identity: Identity, now: datetime) -> list[Proposal]:
    """Propose the analyses that came out this week."""
    rows = out_since(identity, now - BACK, limit=MOST)
    newest = {
        one.publication_id: one.content
        for one in Edition.objects.filter(publication__in=rows).order_by("number")
    }
    return [
        Proposal(
            PUBLICATION,
            str(one.pk),
            _fit(f"{_closed(one.title)} {one.summary}"),
            source=_("analyse, versie %(number)s") % {"number": one.number},
            url=reverse("publications:page", args=[one.pk]),
            since=_day(one.published_at) if one.published_at else "",
            certainty=_certainty(str(newest[one.pk]["certainty"])),
            from_whom=one.author.name,
            functions=tuple(AUDIENCES[one.audience]),  # type: ignore[index]  # its values are the keys
            chosen=place < TICKED,
        )
        for place, one in enumerate(rows)
    ]


def late(identity: Identity, now: datetime) -> list[Proposal]:
    """Propose what is awaited after its grace, the longest late first."""
    rows = deliveries_of(identity).filter(
        of_exercises(False), state=DeliveryState.EXPECTED, deadline__late_after__lt=now
    )
    found = []
    for place, one in enumerate(rows.order_by("deadline__due_at", "id")[:MOST]):
        what = " ".join(filter(None, [one.agreement.what, period_words(one)]))
        found.append(
            Proposal(
                DELIVERY,
                str(one.pk),
                _fit(
                    _("Nog niet binnen: %(what)s. %(late)s.")
                    % {"what": what, "late": _capital(due_words(one))}
                ),
                source=_("afspraak in Driehoek"),
                url=reverse("position:delivery", args=[one.pk]),
                since=_("verwacht %(day)s") % {"day": _day(one.deadline.due_at)} if one.deadline else "",
                from_whom=one.supplier.name,
                problem=one.problem_id,
                functions=READERS_OF_ITEMS,
                chosen=place < TICKED,
            )
        )
    return found


def still(identity: Identity, now: datetime) -> list[Proposal]:
    """Propose complex problems in which nothing changed for four weeks, the longest first."""
    rows = visible_to(identity).filter(
        kind=Kind.COMPLEX, training=False, status=Status.OPEN, changed_at__lt=now - STILL
    )
    words = _("%(title)s: hier is sinds %(day)s niets veranderd.")
    return [
        Proposal(
            PROBLEM,
            str(one.pk),
            _fit(words % {"title": one.title, "day": _day(one.changed_at)}),
            source=_("probleem %(number)s") % {"number": one.number},
            url=reverse("problems:page", args=[one.pk]),
            since=_("sinds %(day)s") % {"day": _day(one.changed_at)},
            from_whom=one.owner.name,
            problem=one.pk,
            chosen=place < TICKED - 1,
        )
        for place, one in enumerate(rows.select_related("owner").order_by("changed_at", "id")[:MOST])
    ]


def moments(identity: Identity, now: datetime) -> list[Proposal]:  # noqa: ARG001 - the calendar counts from now by itself
    """Propose the risk moments of the coming week, the soonest first; one that comes twice once."""
    found: dict[str, Proposal] = {}
    for one in coming_moments(identity, days=AHEAD_DAYS, limit=MOST):
        moment, said = one.moment, moment_row(one)
        readers: tuple[Function, ...] = INSIDERS if moment.confidential else READERS_OF_MOMENTS
        found.setdefault(
            str(moment.pk),
            Proposal(
                MOMENT,
                str(moment.pk),
                _fit(f"{moment.title}: {said.text}."),
                source=_("kalender van risicomomenten"),
                url=reverse("moments:page", args=[moment.pk]),
                certainty=", ".join(str(tag.label).lower() for tag in said.tags),
                problem=moment.problem,
                functions=readers,
                chosen=len(found) < TICKED,
            ),
        )
    return list(found.values())


def next_meeting(identity: Identity, now: datetime) -> list[Proposal]:  # noqa: ARG001 - the first that comes
    """Propose the first meeting to come; what is on its agenda has lines of its own, with their own rights."""
    return [
        Proposal(
            MEETING,
            str(one.pk),
            _fit(f"{one.series.name}: {_moment(one.starts_at)}."),
            source=_("overleggen in Driehoek"),
            url=reverse("meetings:meeting", args=[one.pk]),
            functions=KEEPERS_OF_POSITION,
            chosen=True,
        )
        for one in coming_meetings(identity, limit=1)
    ]


def points(identity: Identity, now: datetime) -> list[Proposal]:  # noqa: ARG001 - the first that comes
    """Propose what stands on the agenda of the first meeting to come, without the points of every time."""
    found = []
    for meeting in coming_meetings(identity, limit=1):
        shown = [one for one in points_of(identity, meeting) if one.origin != "meetings.fixed"]
        found += [
            Proposal(
                POINT,
                str(one.pk),
                _fit(_("Op de agenda: %(title)s.") % {"title": one.title}),
                source=meeting.series.name,
                url=reverse("meetings:meeting", args=[meeting.pk]),
                since=_day(meeting.starts_at),
                from_whom=one.proposed_by.name,
                problem=one.problem,
                functions=KEEPERS_OF_POSITION,
            )
            for one in shown[:MOST]
        ]
    return found


def _measured(deviation: Deviation) -> str:
    """Return the sentence without how sure it is, which every line says in its own place."""
    return analysis.sentence(deviation).replace(analysis.certainty_words(deviation), "").strip()


def _certainty(code: str) -> str:
    return str(Certainty(code).label).lower()


def _closed(title: str) -> str:
    """End a title as a sentence."""
    return title if title.endswith((".", "?", "!")) else f"{title}."


def _fit(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(SENTENCE)


def _day(day: datetime | object) -> str:
    return formatting.date_short(day, language=spoken())  # type: ignore[arg-type]  # a date or a moment


def _moment(moment: datetime) -> str:
    """Name the day itself: "morgen" would be wrong on the day that someone reads it."""
    return f"{_day(moment)}, {formatting.clock(moment, language=spoken())}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
