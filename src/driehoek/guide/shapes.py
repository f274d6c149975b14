"""What the guide consists of: tips, scan questions and worked cases, as typed values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Function


class Section(models.TextChoices):
    """The three collections of the guide."""

    TIP = "tip", _("Tips")
    QUESTION = "question", _("Vragen van de scan")
    CASE = "case", _("Casussen")


class GuideKind(models.TextChoices):
    """The guide's four chapters: three types of problem, and the exchange with the prosecution service."""

    STANDARD = "standard", _("Standaard")
    COMPLEX = "complex", _("Complex")
    CRISIS = "crisis", _("Crisis")
    OM = "om", _("Delen met het OM")


class Part(models.TextChoices):
    """Along what the guide works out each type."""

    ROLE = "role", _("Rol")
    PROCESS = "process", _("Proces")
    INFORMATION = "information", _("Informatie")


class Place(models.TextChoices):
    """Where a tip stands: the page on which its reader can act on it."""

    FIRST_PAGE = "first_page", _("Eerste pagina")
    PROBLEM_PAGE = "problem_page", _("Pagina van een probleem")
    RETYPE = "retype", _("Soort wijzigen")
    MATRIX = "matrix", _("Overzicht van de positie")
    NEED_NEW = "need_new", _("Nieuwe behoefte")
    AGREEMENT_NEW = "agreement_new", _("Nieuwe afspraak")
    LATE = "late", _("Wat te laat is")
    ITEM = "item", _("Bericht")
    QUESTION = "question", _("Vraag")
    AGENDA = "agenda", _("Agenda van de driehoek")
    SCAN = "scan", _("Scan")
    LOOK_BACK = "look_back", _("Terugblik")


class Mark(models.TextChoices):
    """How well a text of the guide is founded (domain.md, section 0)."""

    SEEN = "S", _("Gezien in een openbare bron")
    RECONSTRUCTED = "R", _("Samengesteld uit verwante bronnen")
    KNOWLEDGE = "K", _("Vakkennis, nog niet nagezocht")


class ActionKind(models.TextChoices):
    """What a tip or a scan answer can be turned into (HR04)."""

    NONE = "none", _("Niets")
    NEED = "need", _("Een behoefte")
    AGREEMENT = "agreement", _("Een afspraak")
    AGENDA = "agenda", _("Een punt op de agenda")
    STANDING_CASE = "standing_case", _("Een vaste melding van het OM")


@dataclass(frozen=True)
class Action:
    """What one can do with a text, filled in beforehand.

    Attributes:
        kind: what it becomes.
        sentence: for a need, an agreement or a standing case: what one wants to know.
        what: for an agreement or a standing case: what is supplied.
        info_kind: "operational" or "analytical".
        rhythm: a code of `deadlines.recurrence.Rhythm`, or empty.
        partner: the kind of organisation it is asked of (`parties.models.OrganisationKind`), or empty.
        threshold: when to ring outside the rhythm.
        moment: for a standing case, a code of `position.models.Moment`.
        title, text: for a point on the agenda.
    """

    kind: ActionKind = ActionKind.NONE
    sentence: str = ""
    what: str = ""
    info_kind: str = "analytical"
    rhythm: str = ""
    partner: str = ""
    threshold: str = ""
    moment: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Tip:
    """One piece of advice, for whom and where it can be acted on."""

    key: str
    kind: GuideKind
    part: Part
    readers: frozenset[Function]
    places: frozenset[Place]
    text: str
    why: str
    mark: Mark
    source: str
    action: Action


@dataclass(frozen=True)
class Question:
    """One statement of the scan.

    Attributes:
        topic: the subject in a few words, for lists and the agenda.
        statement: what one agrees with, from 1 (not at all) to 5 (wholly).
        strong, weak: what a high and a low answer tell.
    """

    key: str
    kind: GuideKind
    part: Part
    topic: str
    statement: str
    strong: str
    weak: str
    mark: Mark
    source: str
    action: Action


@dataclass(frozen=True)
class Step:
    """One part of a session, with the minutes meant for it and the questions to talk about."""

    title: str
    minutes: int
    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Party:
    """What one party at the table knows."""

    name: str
    knows: str


@dataclass(frozen=True)
class Case:
    """A worked, fictional case for a session of the driehoek.

    Attributes:
        parties: what each party knows at the start; nobody knows everything.
        proposals: what may be agreed at the end, filled in beforehand.
    """

    key: str
    title: str
    situation: str
    parties: tuple[Party, ...]
    steps: tuple[Step, ...]
    proposals: tuple[Action, ...]
    mark: Mark
    source: str


Text = Tip | Question | Case

READERS: Final = (
    Function.MAYOR,
    Function.DEPUTY,
    Function.SAFETY_ADVISER,
    Function.PROSECUTOR,
    Function.TEAM_CHIEF,
    Function.CASE_DIRECTOR,
    Function.ANALYST,
    Function.PARTNER,
)
