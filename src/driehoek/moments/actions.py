"""What rooms above offer to do about a moment: put it on an agenda, ask a question, begin a plan.

A room registers in its `AppConfig.ready`:

    actions.register("agenda", 20, to_agenda)

where `to_agenda(request, moment)` returns an `Action` for this reader, or None. It asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from driehoek.access.gate import IdentifiedRequest
from driehoek.moments.models import Moment
from driehoek.web.components import Action

Offer = Callable[[IdentifiedRequest, Moment], Action | None]
_offers: dict[str, tuple[int, Offer]] = {}


def register(key: str, order: int, offer: Offer) -> None:
    """Add an action to the page of a moment; lower `order` stands first.

    Raises:
        ValueError: another action has this key.
    """
    if _offers.setdefault(key, (order, offer)) != (order, offer):
        raise ValueError(f"{key}: there is an action with this key already")


def unregister(key: str) -> None:
    """Take an action away again."""
    _offers.pop(key, None)


def actions_for(request: IdentifiedRequest, moment: Moment) -> list[Action]:
    """Return what this reader can do about a moment, in order."""
    offered = (offer(request, moment) for _order, offer in sorted(_offers.values(), key=lambda one: one[0]))
    return [action for action in offered if action is not None]
