"""How Django knows the room `matching`."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """The room `matching` (see docs/architecture.md)."""

    name = "driehoek.matching"
    label = "matching"

    def ready(self) -> None:
        """Tell the rooms below this room's words, tabs and due dates; look for pairs when records are written down."""
        from driehoek.cases.parts import Tab, register_tab
        from driehoek.ledger.events import register
        from driehoek.matching import due, tasks
        from driehoek.matching.words import EVENTS, MENU
        from driehoek.subjects.models import Subject
        from driehoek.subjects.tabs import sees_contents
        from driehoek.web import menu

        register(EVENTS)
        due.register()
        register_tab(Tab("matching", _("Dubbele records"), "matching:pairs", 34, sees_contents))
        register_tab(Tab("informing", _("Informeren"), "matching:informing", 90, sees_contents))
        for entry in MENU:
            menu.register(entry)
        post_save.connect(tasks.look_again, sender=Subject, dispatch_uid="matching.look_again")
