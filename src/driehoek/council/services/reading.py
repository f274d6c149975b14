"""Taking a copy: the one thing that reading leaves on the ledger."""

from __future__ import annotations

import uuid
from typing import Literal

from django.db import transaction

from driehoek.access.identity import Identity
from driehoek.council.services.common import record


@transaction.atomic
def take_copy(
    *, identity: Identity, what: Literal["release", "answer"], subject: uuid.UUID, form: Literal["pdf", "csv"]
) -> None:
    """Note that someone took a release or an answer along as a file."""
    record(identity, f"{what}:copied", subject, data={"form": form})
