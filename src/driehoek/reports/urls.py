"""Addresses of the room `reports`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from driehoek.reports.views import checking, own_forms, reading, writing

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("rapportages/", reading.report_list, name="reports"),
    path("rapportages/bestand/", include("driehoek.reports.intake.urls")),
    path("rapportages/te-controleren/", checking.to_check, name="to_check"),
    path("rapportages/formulieren/", own_forms.form_list, name="forms"),
    path("rapportages/formulieren/overnemen/", own_forms.form_take, name="form_take"),
    path("rapportages/formulieren/nieuw/", own_forms.form_new, name="form_new"),
    path("rapportages/formulieren/<uuid:form>/", own_forms.form_change, name="form_change"),
    path("rapportages/afspraak/<uuid:agreement>/", own_forms.choose, name="choose"),
    path("rapportages/afspraak/<uuid:agreement>/zonder/", own_forms.drop, name="form_drop"),
    path("rapportages/levering/<uuid:delivery>/", writing.write, name="write"),
    path("rapportages/<uuid:report>/", reading.report, name="report"),
    path("rapportages/<uuid:report>/pdf/", reading.pdf, name="pdf"),
    path("rapportages/<uuid:report>/aanvullen/", writing.supplement, name="supplement"),
    path("rapportages/<uuid:report>/gecontroleerd/", checking.check, name="check"),
    path("rapportages/<uuid:report>/terug/", checking.send_back, name="send_back"),
    path("rapportages/<uuid:report>/vaststellen/", checking.fix, name="fix"),
]
