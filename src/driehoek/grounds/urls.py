"""Addresses of the room `grounds`."""

from __future__ import annotations

from django.urls import URLPattern, path

from driehoek.grounds.views import activities, covenants, log, remarks, rules, samples, sources, tryout

app_name = "grounds"
urlpatterns: list[URLPattern] = [
    path("rechtsgronden/", rules.rule_list, name="rules"),
    path("rechtsgronden/toets/", tryout.try_out, name="try_out"),
    path("rechtsgronden/opmerkingen/", remarks.remark_list, name="remarks"),
    path("rechtsgronden/opmerkingen/<uuid:remark>/", remarks.remark_settle, name="remark_settle"),
    path("rechtsgronden/regel/<slug:rule>/", rules.rule, name="rule"),
    path("rechtsgronden/regel/<slug:rule>/opmerking/", remarks.remark_new, name="remark_new"),
    path("rechtsgronden/regel/<slug:rule>/akkoord/", remarks.sign_off, name="sign_off"),
    path(
        "rechtsgronden/regel/<slug:rule>/akkoord/intrekken/",
        remarks.sign_off_withdraw,
        name="sign_off_withdraw",
    ),
    path("convenanten/", covenants.covenant_list, name="covenants"),
    path("convenanten/nieuw/", covenants.covenant_new, name="covenant_new"),
    path("convenanten/<uuid:covenant>/", covenants.covenant, name="covenant"),
    path("convenanten/<uuid:covenant>/wijzigen/", covenants.covenant_change, name="covenant_change"),
    path("convenanten/<uuid:covenant>/beeindigen/", covenants.covenant_end, name="covenant_end"),
    path("verwerkingen/", activities.activity_list, name="activities"),
    path("verwerkingen/nieuw/", activities.activity_new, name="activity_new"),
    path("verwerkingen/overnemen/", activities.activities_standard, name="activities_standard"),
    path("verwerkingen/<uuid:activity>/", activities.activity, name="activity"),
    path("verwerkingen/<uuid:activity>/wijzigen/", activities.activity_change, name="activity_change"),
    path("verwerkingen/<uuid:activity>/stoppen/", activities.activity_end, name="activity_end"),
    path("verwerkingen/<slug:slug>/v<int:number>/", activities.activity_version, name="activity_version"),
    path("problemen/<uuid:problem>/bronnen/nieuw/", sources.source_new, name="source_new"),
    path("bronnen/<uuid:source>/stoppen/", sources.source_end, name="source_end"),
    path("toezicht/oordelen/", log.decision_list, name="decisions"),
    path("toezicht/oordelen/<uuid:decision>/", log.decision, name="decision"),
    path("toezicht/steekproeven/", samples.sample_list, name="samples"),
    path("toezicht/steekproeven/nieuw/", samples.sample_new, name="sample_new"),
    path("toezicht/steekproeven/<uuid:sample>/", samples.sample, name="sample"),
    path("toezicht/steekproeven/<uuid:sample>/pdf/", samples.sample_pdf, name="sample_pdf"),
    path("toezicht/steekproeven/doel/<uuid:purpose>/", samples.purpose_rate, name="purpose_rate"),
]
