from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """The room `problems` (see docs/architecture.md)."""

    name = "driehoek.problems"
    label = "problems"
