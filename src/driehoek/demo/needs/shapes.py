"""The shapes of the demo's needs, agreements and what came, and the themes that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import OrganisationKind as Party
from driehoek.position.models import Channel, InfoKind, Moment, Verdict
from driehoek.problems.models import SafetyField

ThemePath = tuple[SafetyField, tuple[str, ...]]


@dataclass(frozen=True)
class Rated:
    """What the mayor said of an item; `recent` when that was in the last days."""

    verdict: Verdict
    mark: int | None = None
    note: str = ""
    recent: bool = False


@dataclass(frozen=True)
class Came:
    """One thing that came.

    Attributes:
        title: in one line; `{period}` stands for the period that it is about.
        days: working days after the due date on which it came; before it when negative.
        rated: the mayor's rating; without one the mayor has just seen it.
        unread: the mayor has not seen it yet.
    """

    title: str
    text: str
    meaning: str = ""
    days: int = 0
    rated: Rated | None = None
    unread: bool = False
    comparison: str = ""
    limits: str = ""


class Due(Enum):
    """On which day something is due: that of the agreement, or one that follows from today."""

    AGREED = "agreed"
    LATE_NOW = "late now"
    SOON = "soon"


@dataclass(frozen=True)
class Agreed:
    """An agreement that has run for `weeks`; `came` holds what came, newest first (position._came repeats it).

    Attributes:
        due: LATE_NOW: the last one is late since a working day; SOON: it is asked once, for in a few days.
        event: what came at an event, with how many days ago that was.
    """

    what: str
    rhythm: Rhythm
    weeks: int
    weekday: int | None = None
    day: int | None = None
    channel: Channel = Channel.DRIEHOEK
    threshold: str = ""
    moment: Moment | None = None
    personal_data: bool = False
    due: Due = Due.AGREED
    came: tuple[Came, ...] = ()
    event: tuple[tuple[int, Came], ...] = ()


@dataclass(frozen=True)
class Needed:
    """A need, stated `weeks` ago; `barred` is the reason why the law forbids it."""

    key: str
    sentence: str
    theme: ThemePath
    party: Party | None
    weeks: int
    info_kind: InfoKind = InfoKind.ANALYTICAL
    rhythm: Rhythm = Rhythm.MONTHLY
    wanted_mark: int = 4
    barred: str = ""
    agreed: tuple[Agreed, ...] = ()

    @property
    def supplier(self) -> Party:
        """Return who supplies under an agreement.

        Raises:
            ValueError: nobody has been thought of.
        """
        if self.party is None:
            raise ValueError(f"{self.key}: an agreement has a supplier")
        return self.party


VIOLENCE: ThemePath = (SafetyField.LIVING, ("Objectieve veiligheid", "Geweld"))
BURGLARY: ThemePath = (SafetyField.LIVING, ("Objectieve veiligheid", "Woninginbraak"))
NUISANCE: ThemePath = (SafetyField.LIVING, ("Sociale kwaliteit", "Woonoverlast"))
CONFUSED: ThemePath = (SafetyField.LIVING, ("Sociale kwaliteit", "Personen met onbegrepen gedrag"))
DECAY: ThemePath = (SafetyField.LIVING, ("Fysieke kwaliteit", "Vernieling en verloedering"))
NIGHTLIFE: ThemePath = (SafetyField.BUSINESS, ("Veilig uitgaan",))
EVENTS: ThemePath = (SafetyField.BUSINESS, ("Veilige evenementen",))
YOUTH: ThemePath = (SafetyField.YOUTH, ("Jeugdoverlast en jeugdgroepen",))
SCHOOL: ThemePath = (SafetyField.YOUTH, ("Veilig in en om de school",))
FIRE: ThemePath = (SafetyField.PHYSICAL, ("Brandveiligheid",))
SUBVERSION: ThemePath = (SafetyField.INTEGRITY, ("Ondermijnende criminaliteit",))
