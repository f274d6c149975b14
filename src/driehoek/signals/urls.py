"""Addresses of the room `signals`."""

from __future__ import annotations

from django.urls import path

from driehoek.signals.views import hand_overs, judging, register, sending

app_name = "signals"
urlpatterns = [
    path("signalen/", judging.intake, name="intake"),
    path("signalen/nieuw/", sending.new, name="new"),
    path("signalen/mijn/", sending.mine, name="mine"),
    path("signalen/register/", register.register, name="register"),
    path("signalen/overdrachten/", hand_overs.listed, name="hand_overs"),
    path("signalen/overdrachten/<uuid:hand_over>/", hand_overs.page, name="hand_over"),
    path("signalen/overdrachten/<uuid:hand_over>/brief.pdf", hand_overs.letter, name="hand_over_letter"),
    path("signalen/overdrachten/<uuid:hand_over>/ontvangen/", hand_overs.received, name="hand_over_received"),
    path(
        "signalen/overdrachten/<uuid:hand_over>/terugnemen/",
        hand_overs.taken_back,
        name="hand_over_take_back",
    ),
    path(
        "signalen/overdrachten/<uuid:hand_over>/weggooien/",
        hand_overs.thrown_away,
        name="hand_over_throw_away",
    ),
    path("signalen/<uuid:signal>/", sending.signal_page, name="signal"),
    path("signalen/<uuid:signal>/beoordelen/", judging.judge, name="judge"),
    path("signalen/<uuid:signal>/heroverwegen/", judging.reconsider, name="reconsider"),
    path("signalen/<uuid:signal>/terugmelden/", judging.tell, name="tell"),
    path("signalen/<uuid:signal>/overdragen/", hand_overs.from_signal, name="hand_over_signal"),
    path(
        "casussen/<uuid:problem>/compartimenten/<uuid:compartment>/overdragen/",
        hand_overs.from_part,
        name="hand_over_part",
    ),
]
