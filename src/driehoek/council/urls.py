"""Addresses of the council room."""

from __future__ import annotations

from django.urls import path

from driehoek.council.views import passages, questions, reading, versions

app_name = "council"
urlpatterns = [
    path("raad/", reading.home, name="home"),
    path("raad/versies/", reading.releases, name="releases"),
    path("raad/versies/<uuid:release>/", reading.release, name="release"),
    path("raad/versies/<uuid:release>/pdf/", reading.release_pdf, name="release_pdf"),
    path("raad/versies/<uuid:release>/csv/", reading.release_csv, name="release_csv"),
    path("raad/versies/<uuid:release>/intrekken/", versions.withdraw, name="withdraw"),
    path("raad/antwoorden/", reading.answers, name="answers"),
    path("raad/antwoorden/<uuid:answer>/", reading.answer, name="answer"),
    path("raad/antwoorden/<uuid:answer>/pdf/", reading.answer_pdf, name="answer_pdf"),
    path("raad/werk/", versions.desk, name="desk"),
    path("raad/werk/versies/", versions.versions, name="versions"),
    path("raad/werk/versies/nieuw/", versions.version_new, name="version_new"),
    path("raad/werk/versies/<uuid:version>/", versions.version, name="version"),
    path("raad/werk/versies/<uuid:version>/wijzigen/", versions.version_change, name="version_change"),
    path("raad/werk/versies/<uuid:version>/overnemen/", passages.take_over, name="take_over"),
    path("raad/werk/versies/<uuid:version>/tekst/", passages.passage_new, name="passage_new"),
    path("raad/werk/versies/<uuid:version>/controleren/", versions.confirm, name="confirm"),
    path("raad/werk/versies/<uuid:version>/concept/", versions.reopen, name="reopen"),
    path("raad/werk/versies/<uuid:version>/vrijgeven/", versions.release, name="version_release"),
    path("raad/werk/teksten/<uuid:passage>/", passages.passage_change, name="passage_change"),
    path("raad/werk/teksten/<uuid:passage>/weg/", passages.passage_remove, name="passage_remove"),
    path("raad/werk/vragen/nieuw/", questions.question_new, name="question_new"),
    path("raad/werk/vragen/<uuid:question>/", questions.question, name="question"),
    path("raad/werk/vragen/<uuid:question>/wijzigen/", questions.question_change, name="question_change"),
    path("raad/werk/vragen/<uuid:question>/feiten/", questions.facts, name="facts"),
    path("raad/werk/vragen/<uuid:question>/antwoord/", questions.answer_write, name="answer_write"),
    path("raad/werk/vragen/<uuid:question>/controleren/", questions.check, name="check"),
    path("raad/werk/vragen/<uuid:question>/concept/", questions.answer_reopen, name="answer_reopen"),
    path("raad/werk/vragen/<uuid:question>/goedkeuren/", questions.approve, name="approve"),
    path("raad/werk/vragen/<uuid:question>/verzenden/", questions.send, name="send"),
    path("raad/werk/feiten/<uuid:fact>/weg/", questions.fact_drop, name="fact_drop"),
    path("raad/werk/feiten/<uuid:fact>/bijwerken/", questions.fact_renew, name="fact_renew"),
]
