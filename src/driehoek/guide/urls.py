"""Addresses of the guide room."""

from __future__ import annotations

from django.urls import path

from driehoek.guide.views import acts, outcomes, scans, texts, tips, together, workshops

app_name = "guide"
urlpatterns = [
    path("gids/", tips.overview, name="overview"),
    path("gids/verborgen/", tips.hidden_tips, name="hidden"),
    path("gids/verborgen/<slug:key>/", tips.hide, name="hide"),
    path("gids/verborgen/<slug:key>/terug/", tips.show, name="show"),
    path("gids/doen/<slug:section>/<slug:key>/", acts.act, name="act"),
    path("gids/afspraak/<slug:section>/<slug:key>/", acts.standing, name="standing"),
    path("gids/gedaan/<uuid:point>/", acts.acted, name="acted"),
    path("gids/gedaan/<uuid:point>/terugnemen/", acts.take_back, name="take_back"),
    path("gids/scan/", scans.scan_list, name="scans"),
    path("gids/scan/nieuw/", scans.open_scan, name="scan_open"),
    path("gids/scan/jaren/", together.years, name="years"),
    path("gids/scan/<uuid:scan>/sluiten/", scans.close_scan, name="scan_close"),
    path("gids/scan/<uuid:scan>/vragen/<slug:kind>/", scans.block, name="scan_block"),
    path("gids/scan/<uuid:scan>/uitkomst/", scans.result, name="scan_result"),
    path("gids/scan/<uuid:scan>/inleveren/", scans.submit, name="scan_submit"),
    path("gids/scan/<uuid:scan>/samen/", together.together, name="scan_together"),
    path("gids/scan/<uuid:scan>/agenda/", together.to_agenda, name="scan_agenda"),
    path("gids/werksessies/", workshops.workshop_list, name="workshops"),
    path("gids/werksessies/nieuw/", workshops.new, name="workshop_new"),
    path("gids/werksessies/<uuid:workshop>/", workshops.page, name="workshop"),
    path("gids/werksessies/<uuid:workshop>/wijzigen/", workshops.change, name="workshop_change"),
    path("gids/werksessies/<uuid:workshop>/beginnen/", workshops.start, name="workshop_start"),
    path("gids/werksessies/<uuid:workshop>/afronden/", workshops.end, name="workshop_end"),
    path("gids/werksessies/<uuid:workshop>/verslag/", workshops.report, name="workshop_report"),
    path("gids/werksessies/<uuid:workshop>/stap/<int:number>/", workshops.step, name="workshop_step"),
    path(
        "gids/werksessies/<uuid:workshop>/stap/<int:number>/<slug:kind>/",
        outcomes.keep,
        name="workshop_keep",
    ),
    path("gids/teksten/", texts.text_list, name="texts"),
    path("gids/teksten/nieuw/", texts.new, name="text_new"),
    path("gids/teksten/<slug:section>/<slug:key>/", texts.change, name="text_change"),
    path("gids/teksten/<slug:section>/<slug:key>/verbergen/", texts.end, name="text_end"),
    path("gids/teksten/<slug:section>/<slug:key>/terug/", texts.restore, name="text_restore"),
]
