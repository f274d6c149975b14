"""Addresses of the room `course`."""

from __future__ import annotations

from django.urls import path

from driehoek.course.views import closing, evaluating, page, scoring

app_name = "course"
CASE = "casussen/<uuid:problem>/verloop/"
urlpatterns = [
    path("casussen/lessen/", page.lessons, name="lessons"),
    path(CASE, page.page, name="page"),
    path(f"{CASE}evaluatie.pdf", page.pdf, name="pdf"),
    path(f"{CASE}afschalen/", closing.scale_down, name="scale_down"),
    path(f"{CASE}afschalen/vertellen/", closing.announce, name="announce"),
    path(f"{CASE}restacties/nieuw/", closing.rest_action_new, name="rest_action_new"),
    path(f"{CASE}restacties/<uuid:action>/gedaan/", closing.rest_action_mark, name="rest_action_mark"),
    path(f"{CASE}restacties/<uuid:action>/vervalt/", closing.rest_action_drop, name="rest_action_drop"),
    path(f"{CASE}deelname/beeindigen/", closing.end_participations, name="end_participations"),
    path(f"{CASE}evaluatie/", evaluating.evaluation, name="evaluation"),
    path(f"{CASE}evaluatie/vaststellen/", evaluating.settle, name="settle"),
    path(f"{CASE}doelen/nieuw/", evaluating.goal_new, name="goal_new"),
    path(f"{CASE}doelen/<uuid:goal>/weg/", evaluating.goal_drop, name="goal_drop"),
    path(f"{CASE}samenwerking/", evaluating.cooperation, name="cooperation"),
    path(f"{CASE}leefgebieden/<uuid:subject>/", scoring.person, name="person"),
    path(f"{CASE}leefgebieden/<uuid:subject>/plannen/", scoring.scoring_new, name="scoring_new"),
    path(f"{CASE}momenten/<uuid:scoring>/", scoring.score, name="score"),
    path(f"{CASE}momenten/<uuid:scoring>/vervalt/", scoring.scoring_drop, name="scoring_drop"),
]
