"""Addresses of the room `barriers`."""

from __future__ import annotations

from django.urls import path

from driehoek.barriers import editing, views

app_name = "barriers"
urlpatterns = [
    path("barrieres/", views.listed, name="models"),
    path("barrieres/nieuw/", views.new, name="new"),
    path("casussen/<uuid:problem>/barrieres/", views.of_case, name="of_case"),
    path("casussen/<uuid:problem>/barrieres/nieuw/", views.new_of_case, name="new_of_case"),
    path("casussen/<uuid:problem>/barrieres/<uuid:model>/overnemen/", views.take_over, name="take_over"),
    path("barrieres/<uuid:model>/", views.page, name="model"),
    path("barrieres/<uuid:model>/plaat.pdf", views.paper, name="paper"),
    path("barrieres/<uuid:model>/wijzigen/", views.change, name="change"),
    path("barrieres/<uuid:model>/stap/", editing.step_new, name="step_new"),
    path("barrieres/stappen/<uuid:step>/", editing.step_change, name="step_change"),
    path("barrieres/stappen/<uuid:step>/weg/", editing.step_remove, name="step_remove"),
    path("barrieres/stappen/<uuid:step>/erbij/", editing.element_new, name="element_new"),
    path("barrieres/stappen/<uuid:step>/omhoog/", editing.step_shift, {"way": "omhoog"}, name="step_up"),
    path("barrieres/stappen/<uuid:step>/omlaag/", editing.step_shift, {"way": "omlaag"}, name="step_down"),
    path("barrieres/onderdelen/<uuid:element>/", editing.element_change, name="element_change"),
    path("barrieres/onderdelen/<uuid:element>/weg/", editing.element_remove, name="element_remove"),
    path(
        "barrieres/onderdelen/<uuid:element>/omhoog/",
        editing.element_shift,
        {"way": "omhoog"},
        name="element_up",
    ),
    path(
        "barrieres/onderdelen/<uuid:element>/omlaag/",
        editing.element_shift,
        {"way": "omlaag"},
        name="element_down",
    ),
]
