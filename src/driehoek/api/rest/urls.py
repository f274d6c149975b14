"""Addresses of the REST API, without a slash at the end (/core/no-trailing-slash)."""

from __future__ import annotations

from django.urls import URLPattern, path

from driehoek.api.rest import schema
from driehoek.api.rest.resources import (
    agreements,
    calendar,
    deliveries,
    exchange,
    figures,
    forms,
    problems,
    reports,
)

addresses: list[URLPattern] = [
    path("openapi.json", schema.as_json, name="openapi"),
    path("openapi.yaml", schema.as_yaml, name="openapi_yaml"),
    path("afspraken", agreements.Agreements.as_view(), name="agreements"),
    path("afspraken/<uuid:agreement>", agreements.OneAgreement.as_view(), name="agreement"),
    path("leveringen", deliveries.Deliveries.as_view(), name="deliveries"),
    path("leveringen/<uuid:delivery>", deliveries.OneDelivery.as_view(), name="delivery"),
    path(
        "leveringen/<uuid:delivery>/voortgangsrapportage",
        reports.ReportOfDelivery.as_view(),
        name="report_of_delivery",
    ),
    path("voortgangsrapportages", reports.Reports.as_view(), name="reports"),
    path("voortgangsrapportages/<uuid:report>", reports.OneReport.as_view(), name="report"),
    path("voortgangsrapportages/<uuid:report>/_verzenden", reports.Sending.as_view(), name="send"),
    path("voortgangsrapportages/<uuid:report>/pdf", reports.Paper.as_view(), name="report_pdf"),
    path("formulieren", forms.Forms.as_view(), name="forms"),
    path("formulieren/<uuid:form>", forms.OneForm.as_view(), name="form"),
    path("indicatoren", figures.Indicators.as_view(), name="indicators"),
    path("indicatoren/<uuid:indicator>", figures.OneIndicator.as_view(), name="indicator"),
    path("indicatoren/<uuid:indicator>/waarnemingen", figures.Observations.as_view(), name="observations"),
    path("waarnemingen", figures.Loading.as_view(), name="load"),
    path("kalender", calendar.Calendar.as_view(), name="calendar"),
    path("verzoeken", exchange.Requests.as_view(), name="requests"),
    path("verzoeken/<uuid:own>", exchange.OneRequest.as_view(), name="request"),
    path("verzoeken/<uuid:own>/_indienen", exchange.Submitting.as_view(), name="submit"),
    path("verstrekkingen", exchange.Provisions.as_view(), name="provisions"),
    path("verstrekkingen/<uuid:provision>", exchange.OneProvision.as_view(), name="provision"),
    path("verstrekkingen/<uuid:provision>/_toets", exchange.Judging.as_view(), name="judge"),
    path("problemen", problems.Problems.as_view(), name="problems"),
    path("problemen/<uuid:problem>", problems.OneProblem.as_view(), name="problem"),
]
