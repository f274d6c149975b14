"""How Django knows the room `course`."""

from django.apps import AppConfig


class CourseConfig(AppConfig):
    """The room `course` (see docs/architecture.md)."""

    name = "driehoek.course"
    label = "course"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.course.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
