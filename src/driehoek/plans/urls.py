"""Addresses of the room `plans`."""

from __future__ import annotations

from django.urls import path

from driehoek.plans.views import actions, editions, goals, plans, reports

app_name = "plans"
urlpatterns = [
    path("jaarplannen/", plans.plans, name="plans"),
    path("jaarplannen/nieuw/", plans.new, name="plan_new"),
    path("jaarplannen/<uuid:plan>/", plans.plan, name="plan"),
    path("jaarplannen/<uuid:plan>/wijzigen/", plans.change, name="plan_change"),
    path("jaarplannen/<uuid:plan>/overnemen/", plans.copy, name="plan_copy"),
    path("jaarplannen/<uuid:plan>/vaststellen/", plans.adopt, name="plan_adopt"),
    path("jaarplannen/<uuid:plan>/afsluiten/", plans.close, name="plan_close"),
    path("jaarplannen/<uuid:plan>/openen/", plans.reopen, name="plan_reopen"),
    path("jaarplannen/<uuid:plan>/doel/", goals.new, name="goal_new"),
    path("jaarplannen/doel/<uuid:goal>/wijzigen/", goals.change, name="goal_change"),
    path("jaarplannen/doel/<uuid:goal>/vervalt/", goals.drop, name="goal_drop"),
    path("jaarplannen/doel/<uuid:goal>/terugzetten/", goals.restore, name="goal_restore"),
    path("jaarplannen/doel/<uuid:goal>/maatregel/", actions.new, name="action_new"),
    path("maatregelen/", actions.own, name="own"),
    path("maatregelen/<uuid:action>/", actions.action, name="action"),
    path("maatregelen/<uuid:action>/stand/", actions.status, name="action_status"),
    path("maatregelen/<uuid:action>/wijzigen/", actions.change, name="action_change"),
    path("maatregelen/<uuid:action>/weghalen/", actions.remove, name="action_remove"),
    path("kwartaalrapportages/", reports.reports, name="reports"),
    path("kwartaalrapportages/nieuw/", reports.start, name="report_start"),
    path("kwartaalrapportages/<uuid:report>/", reports.report, name="report"),
    path("kwartaalrapportages/<uuid:report>/kern/", reports.general, name="report_general"),
    path("kwartaalrapportages/<uuid:report>/thema/<uuid:theme>/", reports.part, name="report_part"),
    path("kwartaalrapportages/<uuid:report>/voorbeeld/", reports.preview, name="report_preview"),
    path("vastgesteld/<uuid:edition>/", editions.edition, name="edition"),
    path("vastgesteld/<uuid:edition>/pdf/", editions.pdf, name="edition_pdf"),
]
