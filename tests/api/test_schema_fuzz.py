"""Generated calls against the document: whatever comes in, the answer is one that the document promises."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from driehoek.parties.models import Function
from driehoek.wsgi import application
from tests.api.conftest import World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES = 5


@pytest.fixture
def known(world: World) -> dict[str, uuid.UUID]:
    """Ids that exist, so that calls get further than "not found"."""
    return {
        "agreement": world.agreement.pk,
        "delivery": world.delivery.pk,
        "report": world.draft.pk,
        "form": world.fixed.form_id,
        "indicator": world.indicator.pk,
        "problem": world.problem,
        "own": world.request,
        "provision": world.provision,
    }


@pytest.fixture
def in_transaction() -> Iterator[None]:
    """Keep the connection of the test open over calls of the server, as the test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@override_settings(API_CALLS_PER_MINUTE=100_000)
def test_generated_calls_get_what_the_document_promises(
    world: World, known: dict[str, uuid.UUID], in_transaction: None
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    secrets = {
        "load": world.systems[Function.ANALYST].secret,
        "exchange": world.systems[Function.SAFETY_ADVISER].secret,
        "other": world.police.secret,
    }
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 26
    for operation in operations:
        whose = "load" if operation.path == "/waarnemingen" else "other"
        if operation.path.startswith(("/verzoeken", "/verstrekkingen")):
            whose = "exchange"
        _fuzz(operation, known, secrets[whose])


def _fuzz(operation: Any, known: dict[str, uuid.UUID], secret: str) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def call(case: Any) -> None:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = str(known[name])
        answer = case.call(headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(answer, checks=CHECKS)

    call()
