"""Addresses of the room `measures`."""

from __future__ import annotations

from django.urls import path

from driehoek.measures.views import judging, letters, measures, register, reports

app_name = "measures"
urlpatterns = [
    path("bestuurlijke-rapportages/", reports.reports, name="reports"),
    path("bestuurlijke-rapportages/nieuw/", reports.report_new, name="report_new"),
    path("bestuurlijke-rapportages/streeftijd/", reports.target, name="target"),
    path("bestuurlijke-rapportages/<uuid:report>/", reports.report, name="report"),
    path("bestuurlijke-rapportages/<uuid:report>/vraag/", reports.report_ask, name="report_ask"),
    path("bestuurlijke-rapportages/<uuid:report>/aanvullen/", reports.report_answer, name="report_answer"),
    path("bestuurlijke-rapportages/<uuid:report>/volledig/", reports.report_checked, name="report_checked"),
    path("bestuurlijke-rapportages/<uuid:report>/casus/", reports.report_place, name="report_place"),
    path("bestuurlijke-rapportages/<uuid:report>/geen-maatregel/", reports.report_close, name="report_close"),
    path("casussen/<uuid:problem>/maatregelen/", register.of_case, name="of_case"),
    path("casussen/<uuid:problem>/maatregelen/nieuw/", measures.new, name="new"),
    path("bestuurlijke-maatregelen/", register.register, name="register"),
    path("bestuurlijke-maatregelen/sjablonen/", letters.templates, name="templates"),
    path(
        "bestuurlijke-maatregelen/sjablonen/<uuid:template>/einde/", letters.template_end, name="template_end"
    ),
    path("bestuurlijke-maatregelen/brieven/<uuid:letter>/<str:form>/", letters.letter, name="letter"),
    path("bestuurlijke-maatregelen/<uuid:measure>/", measures.measure, name="measure"),
    path("bestuurlijke-maatregelen/<uuid:measure>/wijzigen/", measures.change, name="change"),
    path("bestuurlijke-maatregelen/<uuid:measure>/dossier/", measures.file, name="file"),
    path("bestuurlijke-maatregelen/<uuid:measure>/toets/", judging.judge, name="judge"),
    path("bestuurlijke-maatregelen/<uuid:measure>/brieven/", letters.letter_make, name="letter_make"),
    path("bestuurlijke-maatregelen/<uuid:measure>/stap/<str:step>/", measures.step, name="step"),
]
