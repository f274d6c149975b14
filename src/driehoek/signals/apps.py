"""How Django knows the room `signals`."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class SignalsConfig(AppConfig):
    """The room `signals` (see docs/architecture.md)."""

    name = "driehoek.signals"
    label = "signals"

    def ready(self) -> None:
        """Tell the ledger, the menu, due dates, the law and the page of a case what this room adds."""
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from driehoek.cases.models import Move
        from driehoek.grounds import subjects
        from driehoek.ledger.events import register
        from driehoek.signals import due
        from driehoek.signals.parts import register_parts
        from driehoek.signals.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        due.register()
        register_parts()
        subjects.register(
            "signals.handover", _("Overdracht"), lambda found: reverse("signals:hand_over", args=[found])
        )
        post_save.connect(_followed, sender=Move, dispatch_uid="signals.follow")


def _followed(*, instance: Any, created: bool, **_sent: Any) -> None:
    """Let senders hear of a milestone, inside the transaction of the move itself."""
    if not created or not instance.before:
        return
    from driehoek.signals.services import follow

    follow(move=instance)
