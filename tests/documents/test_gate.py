"""The legal gate of what partners store: by the form, by the services, by the models and by SQL."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from driehoek.documents import queries, services
from driehoek.documents.models import Version
from driehoek.parties.models import Function
from tests.cases.test_gate import source
from tests.documents.conftest import World
from tests.support.document_objects import place

STOLEN_IN = """
INSERT INTO documents_version (id, municipality_id, compartment_id, document_id, number, origin, file_name_locked,
  note_locked, key_locked, file_type, size, sha256, scan, text_state, pages, no_personal, by_id, at)
SELECT gen_random_uuid(), municipality_id, compartment_id, document_id, number + 1, %s, file_name_locked,
  note_locked, key_locked, file_type, size, repeat('0', 64), scan, 'none', pages, %s, by_id, at
  FROM documents_version WHERE document_id = %s
"""


@pytest.mark.story("CX03")
def test_a_closed_gate_lets_through_only_what_holds_no_personal_data(world: World) -> None:
    document = world.shared
    address = reverse("documents:new_version", args=[world.made.id, document.pk])
    page = world.cast.client(Function.TEAM_CHIEF).post(
        address, {"version": "1", "file": SimpleUploadedFile("a.txt", b"Namen van jongeren")}
    )
    assert "juridische toets" in page.content.decode()
    with world.acting(Function.TEAM_CHIEF) as identity:
        with pytest.raises(services.GateClosed), transaction.atomic():
            place(identity, world.made.case, world.made.shared, title="Namenlijst", content=b"Namen")
        given = services.Given("a.txt", b"Namen van jongeren")
        with pytest.raises(services.GateClosed), transaction.atomic():
            services.add_version(identity=identity, document=document, version=1, file=given)
        with pytest.raises(ProgrammingError, match="legal gate"), transaction.atomic():
            services.common.store(identity=identity, document=document, judged=services.common.judge(given))
        for origin in ("upload", "redacted"):
            with (
                pytest.raises(ProgrammingError, match="legal gate"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(STOLEN_IN, [origin, False, document.pk])
        assert Version.objects.filter(document=document).count() == 1
        assert services.add_version(
            identity=identity, document=document, version=1, file=given, no_personal=True
        )
        newest = queries.newest_version(document)
        assert newest.no_personal
        with pytest.raises(ProgrammingError), transaction.atomic():
            Version.objects.filter(pk=newest.pk).update(no_personal=False)
    with world.acting(Function.CASE_DIRECTOR) as identity:
        # Who leads the case stores for the case.
        assert services.allows_personal(identity, world.made.case)


@pytest.mark.story("CX03")
def test_an_open_gate_lets_its_own_organisation_through_and_no_other(world: World) -> None:
    source(world.cast, world.made.case)
    with world.acting(Function.TEAM_CHIEF) as identity:
        made = place(
            identity, world.made.case, world.made.shared, title="Mutaties", content=b"Namen", read=False
        )
        assert not queries.newest_version(made).no_personal
    with world.acting(Function.PARTNER) as identity, pytest.raises(services.GateClosed):
        place(identity, world.made.case, world.made.shared, title="Lijst", content=b"Huurders", read=False)
