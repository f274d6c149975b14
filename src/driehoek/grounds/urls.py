"""Addresses of the room `grounds`."""

from __future__ import annotations

from django.urls import URLPattern, path

from driehoek.grounds.views import rules, tryout

app_name = "grounds"
urlpatterns: list[URLPattern] = [
    path("rechtsgronden/", rules.rule_list, name="rules"),
    path("rechtsgronden/toets/", tryout.try_out, name="try_out"),
    path("rechtsgronden/regel/<slug:rule>/", rules.rule, name="rule"),
]
