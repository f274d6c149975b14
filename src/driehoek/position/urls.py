"""Addresses of the position room."""

from __future__ import annotations

from django.urls import URLPattern, path

from driehoek.position.views import agreement_page, agreements, deliveries, items, needs, own, questions

app_name = "position"
urlpatterns: list[URLPattern] = [
    path("positie/behoeften/", needs.need_list, name="needs"),
    path("positie/behoeften/nieuw/", needs.new, name="need_new"),
    path("positie/behoeften/<uuid:need>/", needs.need, name="need"),
    path("positie/behoeften/<uuid:need>/wijzigen/", needs.change, name="need_change"),
    path("positie/behoeften/<uuid:need>/mag-niet/", needs.bar, name="need_bar"),
    path("positie/behoeften/<uuid:need>/niet-meer-nodig/", needs.end, name="need_end"),
    path("positie/behoeften/<uuid:need>/weer-nodig/", needs.reopen, name="need_reopen"),
    path("positie/behoeften/<uuid:need>/afspraak/", agreements.new, name="agreement_new"),
    path("positie/afspraken/", agreements.agreement_list, name="agreements"),
    path("positie/afspraken/<uuid:agreement>/", agreement_page.agreement, name="agreement"),
    path("positie/afspraken/<uuid:agreement>/wijzigen/", agreements.change, name="agreement_change"),
    path(
        "positie/afspraken/<uuid:agreement>/laten-rusten/",
        agreements.turn,
        {"to": "pause"},
        name="agreement_pause",
    ),
    path(
        "positie/afspraken/<uuid:agreement>/hervatten/",
        agreements.turn,
        {"to": "resume"},
        name="agreement_resume",
    ),
    path(
        "positie/afspraken/<uuid:agreement>/beeindigen/",
        agreements.turn,
        {"to": "end"},
        name="agreement_end",
    ),
    path("positie/afspraken/<uuid:agreement>/melden/", deliveries.report, name="report"),
    path("positie/leveringen/<uuid:delivery>/", deliveries.delivery, name="delivery"),
    path("positie/leveringen/<uuid:delivery>/leveren/", deliveries.deliver, name="deliver"),
    path("positie/leveringen/<uuid:delivery>/niets-te-melden/", deliveries.nothing, name="delivery_nothing"),
    path("positie/leveringen/<uuid:delivery>/vervalt/", deliveries.drop, name="delivery_drop"),
    path("positie/melden/", deliveries.provide, name="provide"),
    path("positie/binnen/", items.item_list, name="items"),
    path("positie/berichten/<uuid:item>/", items.item, name="item"),
    path("positie/berichten/<uuid:item>/oordeel/", items.rate, name="item_rate"),
    path("positie/berichten/<uuid:item>/oordeel/intrekken/", items.unrate, name="item_unrate"),
    path("positie/berichten/<uuid:item>/gezien/", items.seen, name="item_seen"),
    path("positie/van-mij/", own.mine, name="mine"),
    path("vragen/", questions.question_list, name="questions"),
    path("vragen/nieuw/", questions.new, name="question_new"),
    path("vragen/besluit/", questions.decision, name="decision_new"),
    path("vragen/<uuid:question>/", questions.question, name="question"),
    path("vragen/<uuid:question>/antwoord/", questions.answer, name="question_answer"),
    path("vragen/<uuid:question>/intrekken/", questions.withdraw, name="question_withdraw"),
]
