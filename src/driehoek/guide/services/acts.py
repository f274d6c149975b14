"""Turning a text of the guide into something that holds: a need, an agreement, a point on the agenda (HR04)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines.recurrence import Rhythm
from driehoek.guide.shapes import Action, ActionKind
from driehoek.meetings.models import AgendaPoint, PointState
from driehoek.meetings.services import drop_point, put_forward
from driehoek.parties.models import Organisation
from driehoek.position.models import Agreement, InfoKind, Need
from driehoek.position.services import NewAgreement, NewNeed, make_agreement, state_need
from driehoek.problems.models import Problem, Theme

AGENDA_ORIGINS: Final = {"tip": "guide.tip", "scan": "guide.answer", "workshop": "guide.workshop"}


@dataclass(frozen=True)
class From:
    """What something came from.

    Attributes:
        origin: "tip", "scan" or "workshop", as kept with a need.
        identifier: key of the tip, or id of the round or the session with the key or step.
        url: path of the page that it came from.
    """

    origin: str
    identifier: str
    url: str = ""


@dataclass(frozen=True)
class NewStanding:
    """A need together with the agreement that meets it.

    Weekly deliveries come on Mondays and others on the tenth, until someone changes the agreement.

    Attributes:
        sentence: what one needs to know.
        what: what is supplied.
        moment: for a standing case of the prosecution service.
    """

    sentence: str
    theme: Theme
    supplier: Organisation
    what: str
    rhythm: Rhythm
    starts_on: date
    info_kind: InfoKind
    problem: Problem | None = None
    threshold: str = ""
    moment: str = ""
    personal_data: bool = False


@transaction.atomic
def put_on_agenda(
    *, identity: Identity, title: str, text: str, origin: From, problem: uuid.UUID | None = None
) -> AgendaPoint:
    """Put what a text proposes on the agenda; the same text while its point is open gives that point."""
    return put_forward(
        identity=identity,
        title=title,
        text=text,
        origin=AGENDA_ORIGINS[origin.origin],
        origin_id=origin.identifier[:80],
        origin_url=origin.url,
        problem=problem,
    )


@transaction.atomic
def take_off_agenda(*, identity: Identity, point: AgendaPoint) -> None:
    """Take back a point that this person put forward from the guide and that nobody has touched since.

    Raises:
        PermissionDenied: it is someone else's, or came from elsewhere.
        VersionConflict: it was changed, handled or dropped meanwhile.
    """
    mine = point.proposed_by_id == identity.person and point.origin.startswith("guide.")
    if not mine or point.state != PointState.PROPOSED:
        raise PermissionDenied(_("U kunt alleen een punt terugnemen dat u zelf net op de agenda zette."))
    drop_point(identity=identity, point=point, version=1)


@transaction.atomic
def make_need(
    *,
    identity: Identity,
    action: Action,
    sentence: str,
    theme: Theme,
    partner: Organisation | None,
    origin: From,
) -> Need:
    """State the need that an action proposes, in the words that were agreed.

    Raises:
        PermissionDenied: this person does not keep the position.
    """
    _require_keeper(identity)
    return state_need(
        identity=identity,
        new=NewNeed(
            sentence=sentence,
            theme=theme,
            partner=partner,
            info_kind=InfoKind(action.info_kind),
            rhythm=action.rhythm,
            origin=origin.origin,
            origin_id=origin.identifier[:80],
        ),
    )


@transaction.atomic
def make_standing(*, identity: Identity, new: NewStanding, origin: From) -> Agreement:
    """State a need and agree at once on who meets it, so that nothing is typed twice.

    Raises:
        PermissionDenied: this person does not keep the position.
    """
    _require_keeper(identity)
    need = state_need(
        identity=identity,
        new=NewNeed(
            sentence=new.sentence,
            theme=new.theme,
            partner=new.supplier,
            problem=new.problem,
            info_kind=new.info_kind,
            rhythm=new.rhythm,
            origin=origin.origin,
            origin_id=origin.identifier[:80],
        ),
    )
    return make_agreement(
        identity=identity,
        need=need,
        new=NewAgreement(
            supplier=new.supplier,
            what=new.what,
            rhythm=new.rhythm,
            starts_on=new.starts_on,
            info_kind=new.info_kind,
            threshold=new.threshold,
            moment=new.moment,
            personal_data=new.personal_data,
        ),
    )


def standing_kind(action: Action) -> bool:
    """Tell whether an action becomes a need with an agreement."""
    return action.kind in {ActionKind.AGREEMENT, ActionKind.STANDING_CASE}


def _require_keeper(identity: Identity) -> None:
    if not identity.holds(*KEEPERS_OF_POSITION):
        raise PermissionDenied(
            _(
                "Een behoefte of afspraak legt de burgemeester vast, de loco of de adviseur. Zet het op de agenda."
            )
        )
