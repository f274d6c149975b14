"""Addresses of the side that judges and gives."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from driehoek.exchange.views import approvals, deciding, inbox, judging, released, releasing, unasked, urgent

INBOX: Final = "uitwisseling/inbox/"
GIVEN: Final = "uitwisseling/verstrekkingen/"
PATTERNS: Final[list[URLPattern]] = [
    path(INBOX, inbox.inbox, name="inbox"),
    path(f"{INBOX}<uuid:asked>/", judging.judge, name="judge"),
    path(f"{INBOX}<uuid:asked>/toets/", judging.judge_check, name="judge_check"),
    path(f"{INBOX}<uuid:asked>/oppakken/", judging.judge_take_up, name="judge_take_up"),
    path(f"{INBOX}<uuid:asked>/besluit/", deciding.judge_decide, name="judge_decide"),
    path(GIVEN, inbox.given, name="given"),
    path(f"{GIVEN}nieuw/", unasked.provision_new, name="provision_new"),
    path(f"{GIVEN}spoed/", urgent.urgent_new, name="urgent_new"),
    path(f"{GIVEN}<uuid:provision>/", released.provision, name="provision"),
    path(f"{GIVEN}<uuid:provision>/schrijven/", unasked.provision_write, name="provision_write"),
    path(f"{GIVEN}<uuid:provision>/toets/", unasked.provision_check, name="provision_check"),
    path(f"{GIVEN}<uuid:provision>/weggooien/", unasked.provision_drop, name="provision_drop"),
    path(f"{GIVEN}<uuid:provision>/vrijgeven/", releasing.provision_release, name="provision_release"),
    path(f"{GIVEN}<uuid:provision>/terugtrekken/", released.provision_recall, name="provision_recall"),
    path(f"{GIVEN}<uuid:provision>/einde/", released.provision_end, name="provision_end"),
    path(f"{GIVEN}<uuid:provision>/vernietigen/", released.provision_destroy, name="provision_destroy"),
    path(f"{GIVEN}<uuid:provision>/toestemming/<slug:fact>/", approvals.approval, name="approval"),
    path(f"{GIVEN}<uuid:provision>/delen/<uuid:part>/loslaten/", released.part_let_go, name="part_let_go"),
    path(f"{GIVEN}<uuid:provision>/delen/<uuid:part>/embargo/", released.part_embargo, name="part_embargo"),
]
