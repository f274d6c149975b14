"""Addresses of the room `cases`."""

from __future__ import annotations

from django.urls import path

from driehoek.cases.views import models, moving, pages, partners

CASE = "casussen/<uuid:problem>/"
app_name = "cases"
urlpatterns = [
    path("complex/", pages.overview, name="overview"),
    path("procesmodellen/", models.model_list, name="models"),
    path("procesmodellen/overnemen/", models.take_over, name="models_take_over"),
    path("procesmodellen/<uuid:model>/", models.model, name="model"),
    path("procesmodellen/<uuid:model>/aanpassen/", models.adapt, name="model_adapt"),
    path("casussen/", pages.mine, name="mine"),
    path(CASE, pages.page, name="page"),
    path(f"{CASE}beginnen/", moving.start, name="start"),
    path(f"{CASE}stap/<slug:step>/", moving.move, name="move"),
    path(f"{CASE}criteria/", moving.criteria, name="criteria"),
    path(f"{CASE}stand/", moving.standing, name="standing"),
    path(f"{CASE}regie/", moving.directors, name="directors"),
    path(f"{CASE}versie/", moving.follow, name="follow"),
    path(f"{CASE}partners/", partners.partners, name="partners"),
    path(f"{CASE}partners/nieuw/", partners.invite, name="invite"),
    path(f"{CASE}partners/<uuid:participation>/eerder/", partners.sooner, name="sooner"),
    path(f"{CASE}partners/<uuid:participation>/stoppen/", partners.partner_end, name="partner_end"),
    path(f"{CASE}compartimenten/", partners.compartments, name="compartments"),
    path(f"{CASE}compartimenten/nieuw/", partners.compartment_new, name="compartment_new"),
]
