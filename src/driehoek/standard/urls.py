"""Addresses of the standard room."""

from __future__ import annotations

from django.urls import path

from driehoek.standard.views import board, norms, retyping, rules, sets, theme

app_name = "standard"
urlpatterns = [
    path("normen/", board.norms, name="norms"),
    path("normen/thema/<uuid:theme>/", theme.theme, name="theme"),
    path("normen/sets/", sets.sets, name="sets"),
    path("normen/sets/overnemen/", sets.take, name="set_take"),
    path("normen/nieuw/", norms.new, name="norm_new"),
    path("normen/<uuid:norm>/", norms.norm, name="norm"),
    path("normen/<uuid:norm>/wijzigen/", norms.change, name="norm_change"),
    path("normen/<uuid:norm>/beeindigen/", norms.end, name="norm_end"),
    path("normen/<uuid:norm>/op-de-agenda/", retyping.propose, name="retyping_propose"),
    path("normen/<uuid:norm>/opzij/", retyping.dismiss, name="retyping_dismiss"),
    path(
        "normen/thema/<uuid:theme>/reden/<slug:rule>/op-de-agenda/",
        retyping.propose_return,
        name="retyping_return",
    ),
    path("normen/regels/", rules.rules, name="rules"),
    path("normen/regels/nieuw/", rules.new, name="rule_new"),
    path("normen/regels/<slug:key>/", rules.change, name="rule"),
    path("normen/regels/<slug:key>/standaard/", rules.reset, name="rule_reset"),
    path("normen/opzij/<uuid:dismissal>/terugzetten/", retyping.reopen, name="retyping_reopen"),
]
