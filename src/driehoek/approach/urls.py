"""Addresses of the room `approach`."""

from __future__ import annotations

from django.urls import path

from driehoek.approach.views import actions, bottlenecks, definition, plan, products, weighing

app_name = "approach"
CASE = "casussen/<uuid:problem>"
ACTION = f"{CASE}/acties/<uuid:action>"
BOTTLENECK = f"{CASE}/knelpunten/<uuid:bottleneck>"
QUESTION = f"{CASE}/voorleggingen/<uuid:escalation>"
urlpatterns = [
    path("casussen/mijn-acties/", actions.mine, name="mine"),
    path("casussen/volgorde/", weighing.ranking, name="ranking"),
    path("casussen/volgorde/gewichten/", weighing.weights, name="weights"),
    path("casussen/volgorde/begin/", weighing.begin, name="begin"),
    path("casussen/volgorde/capaciteit/", weighing.capacity, name="capacity"),
    path(f"{CASE}/weging/", weighing.scores, name="scores"),
    path(f"{CASE}/weging/hoger/", weighing.shift, name="shift"),
    path(f"{CASE}/probleemstelling/", definition.page, name="definition"),
    path(f"{CASE}/probleemstelling/wijzigen/", definition.change, name="definition_change"),
    path(f"{CASE}/probleemstelling/voorleggen/", definition.offer, name="definition_offer"),
    path(f"{CASE}/probleemstelling/besluit/", definition.decide, name="definition_decide"),
    path(f"{CASE}/probleemstelling/pdf/", definition.pdf, name="definition_pdf"),
    path(f"{CASE}/plan/", plan.page, name="plan"),
    path(f"{CASE}/plan/wijzigen/", plan.change, name="plan_change"),
    path(f"{CASE}/plan/vaststellen/", plan.adopt, name="plan_adopt"),
    path(f"{CASE}/plan/versies/<int:number>/", plan.edition, name="edition"),
    path(f"{CASE}/plan/versies/<int:number>/pdf/", plan.pdf, name="edition_pdf"),
    path(f"{CASE}/plan/producten/", products.mark, name="product_mark"),
    path(f"{CASE}/groepsbeeld/", products.picture, name="picture"),
    path(f"{CASE}/groepsbeeld/wijzigen/", products.change_picture, name="picture_change"),
    path(f"{CASE}/acties/", actions.tab, name="actions"),
    path(f"{CASE}/acties/nieuw/", actions.new, name="action_new"),
    path(f"{ACTION}/", actions.page, name="action"),
    path(f"{ACTION}/wijzigen/", actions.change, name="action_change"),
    path(f"{ACTION}/stand/", actions.state, name="action_state"),
    path(f"{ACTION}/knelpunt/", actions.bottleneck, name="action_bottleneck"),
    path(f"{BOTTLENECK}/", bottlenecks.page, name="bottleneck"),
    path(f"{BOTTLENECK}/opgelost/", bottlenecks.solve, name="bottleneck_solve"),
    path(f"{BOTTLENECK}/voorleggen/", bottlenecks.ask, name="bottleneck_ask"),
    path(f"{QUESTION}/", bottlenecks.question, name="question"),
    path(f"{QUESTION}/besluit/", bottlenecks.answer, name="question_answer"),
    path(f"{QUESTION}/intrekken/", bottlenecks.withdraw, name="question_withdraw"),
]
