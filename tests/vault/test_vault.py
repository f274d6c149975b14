"""Fields under lock: altered, moved or foreign values do not open; turning the keys changes nothing but the key."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek import vault
from tests.support.databases import TestCluster

HERE = "subjects_subject|label_locked|1|2"


@contextmanager
def keys(monkeypatch: pytest.MonkeyPatch, *found: str) -> Iterator[None]:
    monkeypatch.setenv("DRIEHOEK_VAULT_KEYS", " ".join(found))
    yield


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_what_is_locked_opens_at_its_own_place_alone(text: str) -> None:
    locked = vault.lock(text, HERE)
    assert vault.unlock(locked, HERE) == text
    assert text not in locked or len(text) < 4
    for elsewhere in (HERE.replace("|1|", "|3|"), HERE.replace("label", "note"), HERE[:-1] + "9"):
        with pytest.raises(vault.LockedError):
            vault.unlock(locked, elsewhere)


def test_an_altered_text_does_not_open() -> None:
    version, key, nonce, body = vault.lock("Sam Verzonnen", HERE).split(":")
    other = "A" if body[4] != "A" else "B"
    for wrong in (
        ":".join((version, key, nonce, body[:4] + other + body[5:])),
        f"{version}:00000000:{nonce}:{body}",
        f"v9:{key}:{nonce}:{body}",
        "niets",
    ):
        with pytest.raises(vault.LockedError):
            vault.unlock(wrong, HERE)


def test_an_older_key_opens_and_the_fingerprint_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    home = uuid.uuid4()
    with keys(monkeypatch, "oud"):
        old, mark = vault.lock("tekst", HERE), vault.blind("XX99XX", "plate", home)
    with keys(monkeypatch, "nieuw", "oud"):
        assert vault.unlock(old, HERE) == "tekst"
        assert not vault.is_newest(old)
        assert vault.is_newest(vault.lock("tekst", HERE))
        assert vault.blind("XX99XX", "plate", home) == mark
        assert vault.blind("XX99XX", "plate", uuid.uuid4()) != mark
    with keys(monkeypatch, "nieuw"), pytest.raises(vault.LockedError):
        vault.unlock(old, HERE)


FILL = """
import os, sys
from driehoek.installation.database import DatabaseAddress
from driehoek.installation.setup import use
os.environ["DRIEHOEK_VAULT_KEYS"] = "oud"
use(DatabaseAddress(sys.argv[1], sys.argv[2]), as_owner=True)
from django.db import connection, connections, transaction
from driehoek.access.identity import acting_as
from driehoek.cases.models import Move
from driehoek.parties.models import Function
from driehoek.subjects.models import Subject
from driehoek.vault.commands import main
from driehoek.vault.rotating import rotate
from tests.support.cases import make_case
from tests.support.cast import make_cast
from tests.support.subject_objects import HOUSE, PERSON, add
with transaction.atomic():
    cast = make_cast("kluis")
made = make_case(cast)
subjects = [add(cast, made.shared, "person", PERSON, note="n"), add(cast, made.shared, "address", HOUSE)]
who = dict(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk)
def labels():
    with acting_as(**who):
        return {(one.pk, one.label, one.note, one.version, tuple(one.fingerprints)) for one in Subject.objects.all()}
before = labels()
os.environ["DRIEHOEK_VAULT_KEYS"] = "nieuw oud"
assert main(["status"]) == 1
assert sum(turned.done for turned in rotate(batch=1)) == 5
assert labels() == before
assert main(["rotate"]) == 0 and main(["status"]) == 0
with acting_as(**who):
    locked = Subject.objects.get(pk=subjects[0].pk).label_locked
    # What guards the rows is on again.
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("DELETE FROM subjects_subject")
            raise SystemExit("the guards stayed off")
        except Exception as error:
            assert "not taken away" in str(error), error
    Subject.objects.filter(pk=subjects[1].pk).update(label_locked=locked)
# A value that was put in another row is not turned, and said.
os.environ["DRIEHOEK_VAULT_KEYS"] = "nieuwst nieuw oud"
assert main(["rotate"]) == 1
os.environ["DRIEHOEK_VAULT_KEYS"] = "nieuwst oud"
assert main(["status"]) == 1
"""


@pytest.mark.database
def test_turning_the_keys_locks_everything_anew_and_says_what_it_cannot_read(cluster: TestCluster) -> None:
    with cluster.temporary() as address:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", FILL, address.owner_url, address.app_url],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout
    assert "5 values locked anew" not in done.stdout
    assert "0 values locked anew, 0 not readable" in done.stdout
    assert "4 values locked anew, 1 not readable" in done.stdout
    assert "Verzonnen" not in done.stdout + done.stderr
