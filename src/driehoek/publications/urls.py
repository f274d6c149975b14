"""Addresses of the room `publications`."""

from __future__ import annotations

from django.urls import path

from driehoek.publications.views import checking, reading, writing

app_name = "publications"
urlpatterns = [
    path("analyses/", reading.listing, name="list"),
    path("analyses/nieuw/", writing.new, name="new"),
    path("analyses/<uuid:publication>/", reading.page, name="page"),
    path("analyses/<uuid:publication>/versie/<int:number>/", reading.edition, name="edition"),
    path("analyses/<uuid:publication>/versie/<int:number>/pdf/", reading.pdf, name="pdf"),
    path("analyses/<uuid:publication>/concept/", writing.draft, name="draft"),
    path("analyses/<uuid:publication>/concept/wijzigen/", writing.change, name="change"),
    path("analyses/<uuid:publication>/concept/cijfer/", writing.figure_add, name="figure_add"),
    path(
        "analyses/<uuid:publication>/concept/cijfer/<uuid:figure>/weg/",
        writing.figure_remove,
        name="figure_remove",
    ),
    path("analyses/<uuid:publication>/aanbieden/", checking.offer, name="offer"),
    path("analyses/<uuid:publication>/terugnemen/", checking.take_back, name="take_back"),
    path("analyses/<uuid:publication>/akkoord/", checking.approve, name="approve"),
    path("analyses/<uuid:publication>/terugsturen/", checking.send_back, name="send_back"),
    path("analyses/<uuid:publication>/publiceren/", checking.publish, name="publish"),
    path("analyses/<uuid:publication>/nieuwe-versie/", checking.revise, name="revise"),
    path("analyses/<uuid:publication>/intrekken/", checking.withdraw, name="withdraw"),
]
