"""What the pages about kinds and roles say, as rows and sentences."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from driehoek.access.models import Grant, Level
from driehoek.parties.models import Function
from driehoek.problems import regimes
from driehoek.problems.content import shown
from driehoek.problems.models import Kind, Problem, ProblemRole, Role, Typing
from driehoek.problems.regimes import RegimeLine
from driehoek.web.components import Row


@dataclass(frozen=True)
class RoleGroup:
    """A role with everyone who has it."""

    role: Role
    holders: tuple[ProblemRole, ...]


@dataclass(frozen=True)
class TypingRow:
    """A decision about the kind, as it is shown."""

    title: str
    reason: str
    who: str
    when: datetime
    against: str


@dataclass(frozen=True)
class SightChange:
    """What a function sees now and after a change of kind."""

    function: str
    now: str
    then: str


def roles_by_kind(held: Iterable[ProblemRole]) -> list[RoleGroup]:
    """Return the roles in the order of the approach, each with its holders; roles that nobody has are absent."""
    rows = list(held)
    groups = [RoleGroup(role, tuple(one for one in rows if one.role == role)) for role in Role]
    return [group for group in groups if group.holders]


def role_rows(problem: Problem, held: Iterable[ProblemRole]) -> list[Row]:
    """Return who does what as rows: the owner first, then the roles in the order of the approach."""
    owner = Row(problem.owner.name, kind=_("eigenaar"))
    return [owner] + [
        Row(one.holder, kind=str(group.role.label).lower(), text=one.task)
        for group in roles_by_kind(held)
        for one in group.holders
    ]


def sight_rows(grants: Iterable[Grant]) -> list[Row]:
    """Return who may see a problem, each level with its people, each person once at the highest."""
    highest: dict[uuid.UUID, Grant] = {}
    for one in grants:
        held = highest.setdefault(one.person_id, one)
        if one.level > held.level:
            highest[one.person_id] = one
    names: dict[Level, list[str]] = {}
    for one in sorted(highest.values(), key=lambda grant: (-grant.level, grant.person.name)):
        names.setdefault(Level(one.level), []).append(one.person.name)
    return [Row(str(level.label), text=", ".join(people)) for level, people in names.items()]


def typing_rows(decisions: Iterable[Typing]) -> list[TypingRow]:
    """Return decisions about the kind as rows, in the same order."""
    return [
        TypingRow(
            title=_typing_title(one),
            reason=one.reason,
            who=one.decided_by.name,
            when=one.decided_at,
            against=_against(one),
        )
        for one in decisions
    ]


def sight_changes(before: Kind, after: Kind) -> list[SightChange]:
    """Return what each function sees now and then, for those for whom it changes."""
    then = {one.function: one for one in regimes.sight_of(after)}
    return [
        SightChange(str(Function(one.function).label), one.words, then[one.function].words)
        for one in regimes.sight_of(before)
        if one.level != then[one.function].level
    ]


def own_loss(now: Level, then: Level | None) -> str:
    """Say what the decider loses by the change; empty when nothing."""
    if then is None:
        return _(
            "Na dit besluit ziet u dit probleem zelf niet meer. Alleen op uitnodiging komt u er weer bij."
        )
    if then < now:
        return _("Na dit besluit kunt u zelf minder: u %(words)s.") % {"words": regimes.sight_words(then)}
    return ""


def line_rows(lines: Iterable[RegimeLine], *, thresholds: bool = True) -> list[Row]:
    """Return lines of a regime as rows: what, from whom, how often, and when to ring in between."""
    return [
        Row(
            title=shown(line.sentence),
            text=shown(line.threshold) if thresholds else "",
            meta=_("%(supplier)s · %(rhythm)s")
            % {"supplier": line.supplier.label, "rhythm": str(line.rhythm.label).lower()},
        )
        for line in lines
    ]


def named(kind: Kind | str) -> str:
    """Return a kind as what a problem is: "standaard", "complex", "een crisis"."""
    words = {Kind.STANDARD: _("standaard"), Kind.COMPLEX: _("complex"), Kind.CRISIS: _("een crisis")}
    return words[Kind(kind)]


def becomes(kind: Kind | str) -> str:
    """Return the words of the button that makes a problem another kind."""
    words = {
        Kind.STANDARD: _("Maak hier een standaardprobleem van"),
        Kind.COMPLEX: _("Maak hier een complex probleem van"),
        Kind.CRISIS: _("Maak hier een crisis van"),
    }
    return words[Kind(kind)]


def _typing_title(one: Typing) -> str:
    kind = str(Kind(one.kind).label)
    if not one.previous:
        return pgettext("kind at opening", "%(kind)s bij het openen") % {"kind": kind}
    return _("Van %(before)s naar %(after)s") % {
        "before": str(Kind(one.previous).label).lower(),
        "after": kind.lower(),
    }


def _against(one: Typing) -> str:
    if not one.proposed or one.proposed == one.kind:
        return ""
    return _("Het voorstel was: %(kind)s.") % {"kind": str(Kind(one.proposed).label).lower()}
