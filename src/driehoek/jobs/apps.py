"""Django's entry for the room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room `jobs` (see docs/architecture.md)."""

    name = "driehoek.jobs"
    label = "jobs"
