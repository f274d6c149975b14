"""Addresses of the position room."""

from __future__ import annotations

from django.urls import URLPattern, path

from driehoek.position.views import questions

app_name = "position"
urlpatterns: list[URLPattern] = [
    path("vragen/", questions.question_list, name="questions"),
    path("vragen/nieuw/", questions.new, name="question_new"),
    path("vragen/besluit/", questions.decision, name="decision_new"),
    path("vragen/<uuid:question>/", questions.question, name="question"),
    path("vragen/<uuid:question>/antwoord/", questions.answer, name="question_answer"),
    path("vragen/<uuid:question>/intrekken/", questions.withdraw, name="question_withdraw"),
]
