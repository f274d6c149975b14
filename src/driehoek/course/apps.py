"""How Django knows the room `course`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourseConfig(AppConfig):
    """The room `course` (see docs/architecture.md)."""

    name = "driehoek.course"
    label = "course"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and other rooms what it adds to theirs."""
        from driehoek.cases import parts
        from driehoek.course import checks, due, page_parts
        from driehoek.course.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        checks.register()
        due.register()
        for part in page_parts.PARTS:
            parts.register(part)
        parts.register_tab(parts.Tab("course", _("Verloop"), "course:page", 70))
        for entry in MENU:
            menu.register(entry)
