"""Addresses of the meetings room."""

from __future__ import annotations

from django.urls import path

from driehoek.meetings import views
from driehoek.meetings.views import acts

app_name = "meetings"
urlpatterns = [
    path("driehoek/agenda/", views.agenda, name="agenda"),
    path("driehoek/agenda/afdruk/", views.on_paper, name="print"),
    path("driehoek/agenda/besproken/", views.settled, name="settled"),
    path("driehoek/agenda/nieuw/", acts.new, name="new"),
    path("driehoek/agenda/<uuid:point>/wijzigen/", acts.change, name="change"),
    path("driehoek/agenda/<uuid:point>/besproken/", acts.handle, name="handle"),
    path("driehoek/agenda/<uuid:point>/vervalt/", acts.drop, name="drop"),
    path("driehoek/agenda/<uuid:point>/verplaatsen/", acts.move, name="move"),
    path("driehoek/agenda/<uuid:point>/terugzetten/", acts.reopen, name="reopen"),
]
