"""How Django knows the room `demo`."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo municipality; installed in demo mode only."""

    name = "driehoek.demo"
    label = "demo"
