"""Addresses of the room `briefings`."""

from __future__ import annotations

from django.urls import path

from driehoek.briefings.views import composing, reading

app_name = "briefings"
urlpatterns = [
    path("weekbriefing/", reading.listing, name="list"),
    path("weekbriefing/laatste/", reading.latest, name="latest"),
    path("weekbriefing/samenstellen/", composing.compose, name="compose"),
    path("weekbriefing/<uuid:briefing>/", reading.briefing, name="briefing"),
    path("weekbriefing/<uuid:briefing>/pdf/", reading.pdf, name="pdf"),
    path("weekbriefing/<uuid:briefing>/oordeel/", reading.rate, name="rate"),
    path("weekbriefing/<uuid:briefing>/concept/", composing.draft, name="draft"),
    path("weekbriefing/<uuid:briefing>/zin/", composing.lead, name="lead"),
    path("weekbriefing/<uuid:briefing>/regel/", composing.line_new, name="line_new"),
    path("weekbriefing/<uuid:briefing>/versturen/", composing.send, name="send"),
    path("weekbriefing/<uuid:briefing>/weggooien/", composing.discard, name="discard"),
    path("weekbriefing/regel/<uuid:line>/wijzigen/", composing.line_change, name="line_change"),
    path("weekbriefing/regel/<uuid:line>/verplaatsen/", composing.line_move, name="line_move"),
    path("weekbriefing/regel/<uuid:line>/weg/", composing.line_remove, name="line_remove"),
]
